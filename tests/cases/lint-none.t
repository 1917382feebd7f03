A policy with which nothing is wrong: the one of the manual, as far as it goes.
--- policy
# comment
table desktop

set session {
	type comm
	elements = { "gnome-shell", "Xorg", "Xwayland", "sshd", "systemd*", "dbus-*" }
}

chain protect {
	hook guard
	comm @session cgroup { "/system.slice/**", "/user.slice/**/session.slice/**" } exempt
	uid root cgroup "/system.slice/**" rss < 512M exempt
	cgroup "/system.slice/**" comm { "postgres", "mysqld" } total < 60% exempt
}

chain early {
	hook low
	when mem.available < 10% and swap.free < 10%
	  or psi.full.avg10 > 40% and mem.available < 25%
	until mem.available > 15%
	order by total
	policy kill

	comm { "Web Content", "Isolated Web Co" } score +300
	total > 25% counter kill prefer 10
}

chain last {
	hook oom
	deadline 1s
	fallback policy
	policy kill
}
