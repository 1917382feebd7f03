What a chain remembers of each cgroup has a bound.
--- policy
chain a {
	hook low
	scope cgroup "/a/*"
	when scope memory.current > 90%
	  and scope memory.current > 0% for 1s
	  and scope memory.current > 1% for 2s
	  and scope memory.current > 2% for 3s
	  and scope memory.current > 3% for 4s
	  and scope memory.current > 4% for 5s
	  and scope memory.current > 5% for 6s
	  and scope memory.current > 6% for 7s
	  and scope memory.current > 7% for 8s
	  and scope memory.current > 8% for 9s
	  and scope memory.current > 9% for 10s
	  and scope memory.current > 10% for 11s
	  and scope memory.current > 11% for 12s
	  and scope memory.current > 12% for 13s
	  and scope memory.current > 13% for 14s
	  and scope memory.current > 14% for 15s
	  and scope memory.current > 15% for 16s
	  and scope memory.current > 16% for 17s
	  and scope memory.current > 17% for 18s
	  and scope memory.current > 18% for 19s
	  and scope memory.current > 19% for 20s
	  and scope memory.current > 20% for 21s
	  and scope memory.current > 21% for 22s
	  and scope memory.current > 22% for 23s
	  and scope memory.current > 23% for 24s
	  and scope memory.current > 24% for 25s
	  and scope memory.current > 25% for 26s
	  and scope memory.current > 26% for 27s
	  and scope memory.current > 27% for 28s
	  and scope memory.current > 28% for 29s
	  and scope memory.current > 29% for 30s
	  and scope memory.current > 30% for 31s
	  and scope memory.current > 31% for 32s
	  and scope memory.current > 32% for 33s
	  and scope memory.current > 33% for 34s
	  and scope memory.current > 34% for 35s
	  and scope memory.current > 35% for 36s
	  and scope memory.current > 36% for 37s
	  and scope memory.current > 37% for 38s
	  and scope memory.current > 38% for 39s
	  and scope memory.current > 39% for 40s
	  and scope memory.current > 40% for 41s
	  and scope memory.current > 41% for 42s
	  and scope memory.current > 42% for 43s
	  and scope memory.current > 43% for 44s
	  and scope memory.current > 44% for 45s
	  and scope memory.current > 45% for 46s
	  and scope memory.current > 46% for 47s
	  and scope memory.current > 47% for 48s
	  and scope memory.current > 48% for 49s
	  and scope memory.current > 49% for 50s
	  and scope memory.current > 50% for 51s
	  and scope memory.current > 51% for 52s
	  and scope memory.current > 52% for 53s
	  and scope memory.current > 53% for 54s
	  and scope memory.current > 54% for 55s
	  and scope memory.current > 55% for 56s
	  and scope memory.current > 56% for 57s
	  and scope memory.current > 57% for 58s
	  and scope memory.current > 58% for 59s
	  and scope memory.current > 59% for 60s
	  and scope memory.current > 60% for 61s
	  and scope memory.current > 61% for 62s
	  and scope memory.current > 62% for 63s
	  and scope memory.current > 63% for 64s
	  and scope memory.current > 64% for 65s
	policy kill
}
--- diagnostics
case.oom:4:7: error: a chain that runs for each cgroup has at most 64 for
    	when scope memory.current > 90%
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~
