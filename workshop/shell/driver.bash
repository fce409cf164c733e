# Runs the commands of a lesson, one after the other, in this shell, so that they
# see each other's variables, functions, folder and background jobs.
#
# Usage: bash -c "$driver" bash MARK
#
# A command comes on descriptor 3: "run" or "watch", its text, both ended by NUL.
# When it has ended, NUL MARK NUL "exit CODE" NUL goes where its output went, so
# it is known what of that is before it. A watched command has its own process
# group, whose id is reported before as "group ID".

exec 198<&3 3<&- 199>&1
shopt -s expand_aliases

__mark=$1
__code=0
shift

__report() { printf '\0%s\0%s %d\0' "$__mark" "$1" "$2" >&199; }

while IFS= read -r -d '' -u 198 __how && IFS= read -r -d '' -u 198 __command; do
  if [[ $__how == watch ]]; then
    # The outer subshell keeps $! and the jobs of this shell as they are, and the
    # inner one is a job, so that it has a process group, and can be interrupted.
    (
      set -m
      { eval "$__command"; } 198<&- 199>&- &
      __report group $!
      wait $! 2>/dev/null
    )
  else
    {
      (exit "$__code") # for $?
      eval "$__command"
    } 198<&- 199>&-
  fi
  __code=$?
  __report exit "$__code"
done
