# A terminal that nothing here knows by name is taken for what nearly all are like.
if [ -t 0 ]; then
  [ -n "$TERM" ] && infocmp "$TERM" >/dev/null 2>&1 || export TERM=xterm-256color
fi
