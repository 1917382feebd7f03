Hook memcg takes a priority, a scope, an order, a policy and a mode, and a kill
without grace.
--- policy
table t
chain pods {
	hook memcg priority -5
	scope cgroup "/kubepods.slice/**"
	order by memcg.current
	policy kill cgroup
	mode dry
	oom_score_adj <= -900 exempt
	memcg.current > 90% memcg.max < 4G kill app prefer 3 override
	total < 1% exempt
}
--- text
table t

chain pods {
	hook memcg
	priority -5
	scope cgroup "/kubepods.slice/**"
	order by memcg.current
	policy kill cgroup
	mode dry

	oom_score_adj <= -900 exempt
	memcg.current > 90% memcg.max < 4G kill app prefer 3 override
	total < 1% exempt
}
--- disasm
table t  format 1
automaton cgroup  18 states, 38 edges, 14 columns, 2 classes
chain pods  hook memcg priority -5  policy kill cgroup  order memcg.current  mode dry  scope { "/kubepods.slice/**" }
    case.oom:8  oom_score_adj <= -900 exempt
       0  match.num oom_score_adj <= -900 or unknown  else +2
       1  exempt    
    case.oom:9  memcg.current > 90% memcg.max < 4G kill app prefer 3 override
       2  match.num memcg.current > 90%  else +3
       3  match.num memcg.max < 4294967296  else +2
       4  kill app prefer 3 override
    case.oom:10  total < 1% exempt
       5  match.num total < 1% or unknown  else +2
       6  exempt    
       7  end       
