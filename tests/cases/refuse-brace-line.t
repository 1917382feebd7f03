The brace of a block stands on the line of its chain.
--- policy
table t
chain c
{
	hook oom
	policy kill
	comm "x" kil
}
--- diagnostics
case.oom:3:1: error: the { stands on the line of its chain or set
    {
    ^
case.oom:6:11: error: unknown word kil; did you mean kill?
    	comm "x" kil
    	         ^~~
