#!/bin/bash
#
# Puts a Dynatrace tenant token on this machine's ActiveGate or OneAgent, takes it back, or only looks. docs/hosts.md tells what
# it touches, in which order, and how to undo it by hand.
#
# In, by environment variables:
#   ACTION            probe | apply | restore
#   COMPONENT         activegate | oneagent
#   ENVIRONMENT_ID    the Dynatrace environment; ROTATION_ID the rotation
#   GENERATION        apply, restore: rises with every change of direction; an older one than the last seen is refused
#   NOT_AFTER         apply, restore: Unix seconds on this machine's clock; later the command is refused
#   NEW_TOKEN, OLD_FINGERPRINT     apply: the token to write, and which one it may replace
#   OLD_TOKEN, NEW_FINGERPRINT     restore: the same, the other way round
#   GUARD_S           optional, 600: after so many seconds the guard starts the services if this script could not
#   STOP_S, START_S   optional, 150 and 120: how long a stop and a start may take
#   PROVE_S           optional, 60: how long to wait for the OneAgent to show its connection
#   SETTLE_S          optional, 3: how long the ActiveGate's services must stay up
#   LOCK_S            optional, 60: how long to wait for another run on this machine
#   ROOT              a prefix for the file system, in tests; empty in production
#
# A fingerprint is the first 16 hex digits of SHA-256("{ROTATION_ID}:{token}"): no host is told a token that it need not write.
#
# Out: the last line is "##rotation {json}", under 3 KB. Exit codes:
#   0 done   10 not installed   20 expired or stale   30 refused, nothing touched   40 failed and put back   50 failed, needs a human
#
# Runs on bash 3.2 and later with coreutils or busybox. No here-documents and no here-strings: bash keeps their text in files.

# shellcheck disable=SC2317 # functions are called by name (locate_$component) and by traps, which shellcheck cannot see
# shellcheck disable=SC2015 # "check && check || refuse": refuse is meant to run whichever check fails

# SHELLOPTS in the environment could have switched these on; tracing would print the tokens, allexport would hand them to every command.
{ set +x +v +a +e +f +k +C +o pipefail +o posix; } 2>/dev/null
# All variables below begin with a small letter. One that came in exported would stay so and carry its new value to every command.
# shellcheck disable=SC2086
export -n ${!a*} ${!b*} ${!c*} ${!d*} ${!e*} ${!f*} ${!g*} ${!h*} ${!i*} ${!j*} ${!k*} ${!l*} ${!m*} ${!n*} ${!o*} ${!p*} ${!q*} \
  ${!r*} ${!s*} ${!t*} ${!u*} ${!v*} ${!w*} ${!x*} ${!y*} ${!z*} >/dev/null
new_token=${NEW_TOKEN-} old_token=${OLD_TOKEN-}
unset -v NEW_TOKEN OLD_TOKEN

set -u
umask 077
export LC_ALL=C # one byte is one character: files stay byte for byte, messages and patterns stay English
unset -v CDPATH GLOBIGNORE GREP_OPTIONS POSIXLY_CORRECT
shopt -u nocasematch nocaseglob failglob dotglob extdebug
shopt -s nullglob
[ -n "${ROOT-}" ] || export PATH="${PATH:-/usr/bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

readonly work=.dynatrace-token-rotation # the directory beside a changed file that holds its backup and its successor
readonly activegate_services='dynatracegateway extensionsmodule remotepluginmodule zremote vuc' # not the autoupdater
# Regular expressions stand in variables: bash 3.2 does not parse all of them in place.
readonly key_pattern='[Tt][Ee][Nn][Aa][Nn][Tt][Tt][Oo][Kk][Ee][Nn]'
readonly section_pattern='^[[:space:]]*\[[[:space:]]*([^][]*[^][[:space:]])[[:space:]]*\]'
readonly ini_pattern="^([[:space:]]*${key_pattern}[[:space:]]*=[[:space:]]*)([^[:space:]=][^[:space:]]*)(.*)\$"
readonly flat_pattern="^([[:space:]]*$key_pattern([[:space:]]*=[[:space:]]*|[[:space:]]+))([^[:space:]=][^[:space:]]*)(.*)\$"
readonly any_key_pattern="^[[:space:]]*$key_pattern([^A-Za-z0-9_.-]|\$)"
readonly empty_key_pattern="^[[:space:]]*${key_pattern}[[:space:]]*=?[[:space:]]*([#;].*)?\$"
readonly root_dir_pattern='^[[:space:]]*rootDir[[:space:]]*[=:][[:space:]]*([^[:space:]].*)$'
readonly number_pattern='^(0|[1-9][0-9]{0,18})$'
readonly state_pattern='^(pending|changed|done)$'
readonly epoch_pattern='^@?([0-9]{1,18})$'
readonly version_pattern='^([0-9]{1,9})[.]([0-9]{1,9})([.]|$)'
readonly place_pattern='^[[:space:]]*[-]{0,2}D?(CONF_DIR|CONFIG_DIR|CONFIG|LOG_DIR|LOG)[[:space:]]*[=:[:space:]][[:space:]]*([^[:space:]].*)$'
readonly names_pattern='^[a-z ]*$'
readonly timestamp_pattern='([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?( (.*))?$'

action='' component='' environment='' rotation='' generation='' not_after='' root=''
token=''        # what apply or restore writes
target_print='' # its fingerprint
source_print='' # the fingerprint of what it may replace
source_value='' # that value itself, once a file or the agent has shown it
guard_s=0 stop_s=0 start_s=0 prove_s=0 settle_s=0 lock_s=0
clock=0 now=0 reported='' undo='' in_place='' running='' lock='' had_to_wait='' agent_moment='' looked='' surveyed=''
r_fingerprint='' r_version='' r_host_id='' r_connected='' r_stale=''
r_files=() r_leftovers=()
# What a probe finds of Dynatrace on the whole machine; environments are separated by line ends.
c_name=() c_code=() c_facts=() c_services=() c_environments=()

# --- the report ----------------------------------------------------------------------------------------------------------------

# Sets quoted to $1 as a JSON string of at most $2 characters. What is not printable ASCII becomes '?'.
quote() {
  local text=${1:0:$2} rest='' i
  text=${text//[! -~]/?}
  case $text in
    *[\"\\]*)
      for ((i = 0; i < ${#text}; i++)); do
        case ${text:i:1} in
          \" | \\) rest+="\\${text:i:1}" ;;
          *) rest+=${text:i:1} ;;
        esac
      done
      text=$rest
      ;;
  esac
  quoted="\"$text\""
}

# The same, but null for an empty $1.
quote_or_null() {
  quoted=null
  [ -z "$1" ] || quote "$1" "$2"
}

# Sets quoted to a JSON array of the strings from $2 on, each at most $1 characters.
quote_list() {
  local limit=$1 list='' item
  shift
  for item in ${1+"$@"}; do # bash 4.0 counts an empty $@ as unset
    quote "$item" "$limit"
    list+=",$quoted"
  done
  quoted="[${list#,}]"
}

# Sets found to the report's fields about the whole machine, in at most $1 characters. What does not fit is counted.
fit_components() {
  local room=$(($1 - 40)) rows='' row names text line omitted=0 i
  for ((i = 0; i < ${#c_name[@]}; i++)); do
    row="{\"name\":\"${c_name[i]}\",\"code\":\"${c_code[i]}\",${c_facts[i]}\"services\":[${c_services[i]}],\"environments\":["
    names='' text=${c_environments[i]}
    if ((room < ${#row} + 3)); then
      omitted=$((omitted + 1)) row=''
    else
      room=$((room - ${#row} - 3))
    fi
    while [ -n "$text" ]; do
      next_line
      quote "$line" 100
      if [ -n "$row" ] && ((room > ${#quoted})); then
        names+=",$quoted" room=$((room - ${#quoted} - 1))
      else
        omitted=$((omitted + 1))
      fi
    done
    [ -z "$row" ] || rows+=",$row${names#,}]}"
  done
  found=",\"components\":[${rows#,}],\"omitted\":$omitted"
}

# Prints the one line that the caller reads: outcome, code, message, and the limits for the message and for each path.
print_report() {
  local outcome=$1 code=$2 message=$3 cut=$4 cut_path=$5 json quoted i rows='' found='' limit=2950
  quote "$message" "$cut"
  json="\"v\":1,\"action\":\"$action\",\"component\":\"$component\",\"outcome\":\"$outcome\",\"code\":\"$code\",\"message\":$quoted"
  quote_or_null "$r_fingerprint" 16
  json+=",\"fingerprint\":$quoted,\"clock\":$clock"
  quote_or_null "$r_version" 40
  json+=",\"version\":$quoted"
  quote_or_null "$r_host_id" 40
  json+=",\"hostId\":$quoted,\"connected\":${r_connected:-null}"
  quote_list "$cut_path" ${r_files[@]+"${r_files[@]}"}
  json+=",\"files\":$quoted"
  for ((i = 0; i < svc_count; i++)); do
    rows+=",{\"name\":\"${svc_name[i]}\",\"state\":\"${svc_state[i]}\",\"startedAt\":${svc_started[i]}}"
  done
  json+=",\"services\":[${rows#,}],\"stale\":${r_stale:-null}"
  quote_list "$cut_path" ${r_leftovers[@]+"${r_leftovers[@]}"}
  json="{$json,\"leftovers\":$quoted"
  # The rest of a probe's line is for what else is on the machine.
  [ -z "$surveyed" ] || limit=1900
  [ ${#json} -lt "$limit" ] || [ "$cut" -le 80 ] || {
    print_report "$outcome" "$code" "$message" 80 60
    return
  }
  [ -z "$surveyed" ] || fit_components $((2950 - ${#json}))
  printf '\n##rotation %s%s}\n' "$json" "$found"
}

# Ends the run: exit code, outcome, code, message.
finish() {
  trap '' HUP INT TERM
  reported=yes
  print_report "$2" "$3" "$4" 400 200
  exit "$1"
}

# Nothing of the component was touched. Services that an earlier, killed run left stopped are started all the same.
refuse() {
  local note=''
  if [ -n "$lock" ]; then
    abandon_change
    [ "$mark_state" = 'done' ] || ! settle_debt || note=" Services that an unfinished run had stopped were started again."
    list_backups
  fi
  finish 30 refused "$1" "$2$note"
}

expire() {
  abandon_change
  finish 20 expired "$1" "$2"
}

# Something went wrong. Before the first change that is a refusal; after it everything is put back.
fail() {
  local code=$1 message=$2 how=$undo
  trap : HUP INT TERM # not '': what we start would inherit that and could not be stopped by a signal
  [ -n "$how" ] || refuse "$code" "$message"
  undo=false # whatever goes wrong from here on needs a human
  if $how; then
    finish 40 failed "$code" "$message The old state is back and the services run."
  fi
  finish 50 failed "$code" "$message Putting the old state back failed too; the guard tries to start the services once more."
}

on_exit() {
  local status=$?
  [ -n "$reported" ] || fail internal-error "The script ended unexpectedly (status $status)."
  release_lock
}

on_signal() {
  trap : HUP INT TERM
  [ -z "$in_place" ] || complete
  # Undoing while a stop or oneagentctl is still at work would race with it. The signal may come between its start and the note of it.
  local patience=$SECONDS
  [ "$running" != starting ] || running=${!-}
  [ "$running" != "$guard_pid" ] || running=''
  while [ -n "$running" ] && kill -0 "$running" 2>/dev/null && ((SECONDS - patience < 60)); do nap 0.2; done
  fail interrupted "The script was told to stop."
}

# --- input ---------------------------------------------------------------------------------------------------------------------

bad_input() { finish 30 refused bad-input "$1 is missing or not allowed: $2."; }

# Sets the variable $1 to the environment variable $2, which must match $3; $4 tells a person what is allowed.
take() {
  local value
  value=${!2-}
  [[ $value =~ $3 ]] || bad_input "$2" "$4"
  printf -v "$1" %s "$value"
}

# As take, for a number from $3 to $4; the default $5 stands in for an absent one, and no default means that it must be there.
take_number() {
  local value
  value=${!2-}
  [ -n "$value" ] || value=${5-}
  [[ $value =~ $number_pattern ]] || bad_input "$2" "a whole number from $3 to $4"
  # Nineteen digits may be too big for 64 bits, so they are compared as text first.
  # shellcheck disable=SC2071
  [[ ${#value} -lt 19 || ! $value > 9223372036854775807 ]] || bad_input "$2" "a whole number from $3 to $4"
  ((value >= $3 && value <= $4)) || bad_input "$2" "a whole number from $3 to $4"
  printf -v "$1" %s "$value"
}

read_input() {
  local max=9223372036854775807 given
  given=${ACTION-}
  case $given in probe | apply | restore) action=$given ;; *) bad_input ACTION "probe, apply or restore" ;; esac
  given=${COMPONENT-}
  case $given in activegate | oneagent) component=$given ;; *) bad_input COMPONENT "activegate or oneagent" ;; esac
  take environment ENVIRONMENT_ID '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' "1 to 100 letters, digits, '.', '_' or '-'"
  take rotation ROTATION_ID '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' "1 to 100 letters, digits, '.', '_' or '-'"
  take root ROOT '^(/.*)?$' "an absolute path or nothing"
  while [[ $root == */ ]]; do root=${root%/}; done
  take_number guard_s GUARD_S 1 86400 600
  take_number stop_s STOP_S 1 3600 150
  take_number start_s START_S 1 3600 120
  take_number prove_s PROVE_S 0 3600 60
  take_number settle_s SETTLE_S 0 600 3
  take_number lock_s LOCK_S 0 3600 60
  if [ "$action" = probe ]; then
    take_number generation GENERATION 0 $max 0
    take_number not_after NOT_AFTER 0 $max $max
    return
  fi
  take_number generation GENERATION 0 $max
  take_number not_after NOT_AFTER 0 $max
  if [ "$action" = apply ]; then
    token=$new_token
    take source_print OLD_FINGERPRINT '^[0-9a-f]{16}$' "16 hex digits in lower case"
  else
    token=$old_token
    take source_print NEW_FINGERPRINT '^[0-9a-f]{16}$' "16 hex digits in lower case"
  fi
  # The length is counted here: a pattern may not ask for more than 255 repetitions everywhere.
  [[ $token =~ ^[A-Za-z0-9._-]+$ && ${#token} -ge 8 && ${#token} -le 256 ]] ||
    finish 30 refused bad-token "The token is missing or no tenant token: 8 to 256 letters, digits, '.', '_' or '-' are allowed."
}

# --- small tools ---------------------------------------------------------------------------------------------------------------

read_clock() {
  # printf %()T came with bash 4.2, EPOCHSECONDS with 5.0.
  if ((BASH_VERSINFO[0] >= 5)); then
    now=$EPOCHSECONDS
  else
    printf -v now '%(%s)T' -1 2>/dev/null || now=$(date +%s)
  fi
}

nap() { sleep "$1" 2>/dev/null 9>&- || sleep 1 9>&-; } # busybox may know whole seconds only

# Runs a command with a deadline and without our lock, input and output: bounded SECONDS COMMAND... gives its status, or 124.
# timeout(1) would put a token into a second command line, and would take daemons with it.
bounded() {
  local limit=$1 pid pause=0.02 began=$SECONDS
  shift
  running=starting
  begin_work "$@" </dev/null >/dev/null 2>&1 &
  pid=$!
  running=$pid
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS - began > limit)); then
      kill -TERM "$pid" 2>/dev/null
      nap 1
      kill -KILL "$pid" 2>/dev/null
      wait "$pid" 2>/dev/null
      running=''
      note_work ''
      return 124
    fi
    nap "$pause"
    case $pause in 0.02) pause=0.05 ;; 0.05) pause=0.1 ;; 0.1) pause=0.2 ;; 0.2) ((SECONDS - began < 3)) || pause=1 ;; esac
  done
  running=''
  note_work ''
  wait "$pid" 2>/dev/null
}

# The child notes itself, and gives up its hold of our lock only then: whenever we are killed, the next run either finds the lock held or
# reads what is at work.
begin_work() {
  local stat
  { IFS= read -r stat </proc/self/stat; } 2>/dev/null && note_work "${stat%% *}" # not $$, which is our parent's number here
  exec 9>&-
  if declare -F "$1" >/dev/null; then "$@"; else exec "$@"; fi
}

# If we are killed, what we had started goes on: the next run must not set a token beside it.
note_work() {
  local started=''
  [ -n "$lock" ] || return 0
  [ -z "$1" ] || process_start "$1"
  { printf '%s\n' "${1:+$1:$started}" >"$state/work"; } 2>/dev/null
}

choose_digest() {
  if command -v sha256sum >/dev/null; then
    digest=(sha256sum)
  elif command -v openssl >/dev/null; then
    digest=(openssl dgst -sha256 -r)
  elif command -v shasum >/dev/null; then
    digest=(shasum -a 256)
  else
    refuse no-sha256 "None of sha256sum, openssl and shasum is here."
  fi
}

# Sets print to the fingerprint of $1. printf is part of bash, so the value shows in no process list and no environment.
fingerprint() {
  print=$(printf '%s:%s' "$rotation" "$1" | "${digest[@]}" 2>/dev/null)
  print=${print:0:16}
  [[ $print =~ ^[0-9a-f]{16}$ ]] || fail no-sha256 "The SHA-256 of a value could not be computed."
}

# Sets class of a value: target (what we write), source (what we may replace), other.
classify() {
  class=target
  [ "$1" != "$token" ] || return 0
  class=source
  [ -z "$source_value" ] || [ "$1" != "$source_value" ] || return 0
  fingerprint "$1"
  if [ "$print" = "$source_print" ]; then source_value=$1; else class=other; fi
}

# Sets epoch to a systemd timestamp in Unix seconds, 0 when there is none.
read_timestamp() {
  local y m d h n s zone
  epoch=0
  if [[ $1 =~ $epoch_pattern ]]; then
    epoch=$((10#${BASH_REMATCH[1]}))
    return
  fi
  [[ $1 =~ $timestamp_pattern ]] || return 0
  y=$((10#${BASH_REMATCH[1]})) m=$((10#${BASH_REMATCH[2]})) d=$((10#${BASH_REMATCH[3]}))
  h=$((10#${BASH_REMATCH[4]})) n=$((10#${BASH_REMATCH[5]})) s=$((10#${BASH_REMATCH[6]})) zone=${BASH_REMATCH[9]-}
  case $zone in
    '' | UTC | GMT | Z) ;;
    *) # we asked for UTC; whoever answers otherwise is left to date
      epoch=$(date -d "$1" +%s 2>/dev/null) || epoch=0
      [[ $epoch =~ ^[0-9]+$ ]] || epoch=0
      return
      ;;
  esac
  # Days since 1970 of the proleptic Gregorian calendar, with the year beginning in March.
  ((m > 2)) || y=$((y - 1))
  epoch=$((((y * 365 + y / 4 - y / 100 + y / 400 + (153 * ((m + 9) % 12) + 2) / 5 + d - 1 - 719468) * 24 + h) * 3600 + n * 60 + s))
}

# Splits one line off text.
next_line() {
  line=${text%%$'\n'*}
  if [ "$line" = "$text" ]; then text=''; else text=${text#*$'\n'}; fi
}

# The directory of a file and its bare name.
split_path() { dir=${1%/*} name=${1##*/}; }

# --- the marker: what the last command was, and how far it got -----------------------------------------------------------------
#
# One per environment and component. state is pending from before the first change until the services run on the result,
# changed when only the start is missing, done otherwise. It never holds a token.

mark_generation='' mark_rotation='' mark_action='' mark_state='' mark_print='' mark_changed=0 mark_services='' mark_guard=''

load_marker() {
  local key value
  mark_generation='' mark_rotation='' mark_action='' mark_state='' mark_print='' mark_changed=0 mark_services='' mark_guard=''
  # An empty one is what a power cut can leave of a file that was just renamed: as good as none.
  [ -s "$marker" ] || return 0
  while IFS='=' read -r key value; do
    case $key in
      generation) mark_generation=$value ;;
      rotation) mark_rotation=$value ;;
      action) mark_action=$value ;;
      state) mark_state=$value ;;
      fingerprint) mark_print=$value ;;
      changed) mark_changed=$value ;;
      services) mark_services=$value ;;
      guard) mark_guard=$value ;;
    esac
  done 2>/dev/null <"$marker"
  [[ $mark_generation =~ ^[0-9]{1,19}$ && $mark_changed =~ ^[0-9]{1,18}$ && $mark_services =~ $names_pattern &&
    $mark_state =~ $state_pattern ]] || {
    mark_state=''
    refuse marker-unreadable "The marker ${marker#"$root"} is damaged; look at the host and remove it."
  }
}

save_marker() {
  {
    printf 'generation=%s\nrotation=%s\naction=%s\nstate=%s\nfingerprint=%s\nchanged=%s\nservices=%s\nguard=%s\n' "$generation" \
      "$rotation" "$action" "$mark_state" "$mark_print" "$mark_changed" "$mark_services" "$mark_guard" >"$marker.new" &&
      mv -f -- "$marker.new" "$marker"
  } 2>/dev/null
}

# A late or repeated command can do no harm: it is too late, or older than what this host has seen.
check_order() {
  read_clock
  [ "$now" -le "$not_after" ] || expire not-after-passed "The command was to run before $not_after; the clock says $now."
  load_marker
  [ -n "$mark_generation" ] || return 0
  [ "$generation" -ge "$mark_generation" ] ||
    expire stale-generation "Generation $generation is older than $mark_generation, which this host has seen."
  [ "$generation" -gt "$mark_generation" ] || [ "$action:$rotation" = "$mark_action:$mark_rotation" ] ||
    expire stale-generation "Generation $generation was already used for $mark_action of rotation $mark_rotation."
}

# --- one run at a time ---------------------------------------------------------------------------------------------------------

# Sets started to the kernel's start time of process $1, which with the number tells it from a later namesake.
process_start() {
  local stat fields
  started=''
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  stat=${stat##*) }
  # shellcheck disable=SC2206 # numbers and one letter: splitting is meant
  fields=($stat)
  started=${fields[19]-}
}

open_state_directory() {
  state=$root/var/lib/dynatrace-token-rotation
  marker=$state/$environment.$component
}

take_lock() {
  local began=$SECONDS pause=0.05 status started
  # shellcheck disable=SC2174 # -m is for the last directory; /var/lib is there
  [ -d "$state" ] || mkdir -p -m 700 -- "$state" 2>/dev/null
  # Others must not be able to plant anything in it.
  [ -d "$state" ] && [ ! -L "$state" ] && [ -O "$state" ] && [ -w "$state" ] ||
    refuse state-not-writable "The directory ${state#"$root"} cannot be used: it must be a writable directory of this user."
  if command -v flock >/dev/null; then
    { exec 9>>"$state/lock"; } 2>/dev/null || refuse state-not-writable "The file ${state#"$root"}/lock cannot be written."
    while :; do
      flock -n 9 2>/dev/null
      status=$?
      [ $status -ne 0 ] || { lock='file' && await_work && return; }
      [ $status -eq 1 ] || break # no real flock: busybox may have the name without the command
      wait_for_lock
    done
  fi
  process_start $$
  while ! ln -s "$$:$started" "$state/lock.pid" 2>/dev/null; do
    break_stale_lock
    wait_for_lock
  done
  lock='link'
  await_work
}

# A killed run may have left a command at work, which no lock tells.
await_work() {
  local work_of=''
  { IFS= read -r work_of <"$state/work"; } 2>/dev/null
  [[ $work_of =~ ^[0-9]+:[0-9]+$ ]] || return 0
  process_start "${work_of%%:*}"
  while [ "$started" = "${work_of#*:}" ]; do
    wait_for_lock
    process_start "${work_of%%:*}"
  done
}

wait_for_lock() {
  had_to_wait=yes
  if ((SECONDS - began >= lock_s)); then
    abandon_lock
    refuse locked "Another run is at work on this machine."
  fi
  read_clock
  [ "$now" -le "$not_after" ] || { abandon_lock && expire not-after-passed "The time to run this was over before the lock was free."; }
  nap "$pause"
  case $pause in 0.05) pause=0.2 ;; 0.2) pause=1 ;; esac
}

# Without the lock nothing may be touched any more, not even to tidy up.
abandon_lock() {
  release_lock
  lock=''
}

# The holder of a link may be dead. Who removes it holds a second link meanwhile, so that nobody removes a fresh one.
break_stale_lock() {
  holder_is_dead "$state/lock.pid" || return 0
  holder_is_dead "$state/lock.break" && rm -f -- "$state/lock.break"
  process_start $$
  ln -s "$$:$started" "$state/lock.break" 2>/dev/null || return 0
  ! holder_is_dead "$state/lock.pid" || rm -f -- "$state/lock.pid"
  rm -f -- "$state/lock.break"
}

holder_is_dead() {
  local holder started
  holder=$(readlink -- "$1" 2>/dev/null) || return 1
  process_start "${holder%%:*}"
  [ "$started" != "${holder#*:}" ]
}

release_lock() { [ "$lock" != link ] || rm -f -- "$state/lock.pid"; }

# --- services ------------------------------------------------------------------------------------------------------------------

svc_count=0
svc_name=() svc_state=() svc_started=() svc_moment=() svc_exec=() svc_settings=() svc_flaw=()
loose=''

# systemd when it runs here; else the init scripts if there are any; else whatever systemctl is.
choose_service_manager() {
  local service
  manager=systemd
  [ ! -d "$root/run/systemd/system" ] || ! command -v systemctl >/dev/null || return 0
  for service in "$@"; do
    [ ! -e "$root/etc/init.d/$service" ] || manager=sysv
  done
}

# Sets programs to what a service runs, as paths on the machine: from the ExecStart that systemctl shows, and where those lead as links. A unit
# that was made of an init script names only that.
read_programs() {
  local text=$1 path
  programs=()
  while [[ $text == *path=/* ]]; do
    text=${text#*path=}
    path=${text%% ; *}
    programs+=("$path")
    [ ! -L "$root$path" ] || { follow "$path" && programs+=("$target"); }
  done
}

# Sets target to where the link $1 of the machine leads. In a tree of a test an absolute link leads out of it, and is read as one of the machine.
follow() {
  target=$(readlink -f -- "$root$1" 2>/dev/null)
  case $target in
    "$root"/*) target=${target#"$root"} ;;
    *) target=$(readlink -- "$root$1" 2>/dev/null) ;;
  esac
  [[ $target == /* ]]
}

# Fills svc_* with those of the services that exist, in the order asked.
query_services() {
  svc_count=0 svc_name=() svc_state=() svc_started=() svc_moment=() svc_exec=() svc_settings=() svc_flaw=()
  if [ "$manager" = sysv ]; then query_sysv "$@"; else query_systemd "$@"; fi
}

# The lock may have been free at once: then nothing changed since the first look.
look_again() { [ -z "$had_to_wait" ] || query_or_refuse "$@"; }

query_or_refuse() { query_services "$@" || refuse systemctl-failed "The state of the services cannot be told."; }

query_systemd() {
  local text line load='' active='' sub='' restarts=0 entered='' moment='' exec='' settings='' epoch
  command -v systemctl >/dev/null || return 0
  # UTC: the names of other time zones are ambiguous.
  text=$(TZ=UTC systemctl show --no-pager -p LoadState -p ActiveState -p SubState -p NRestarts -p ActiveEnterTimestamp \
    -p ActiveEnterTimestampMonotonic -p ExecStart -p Environment -p EnvironmentFiles "$@" 2>/dev/null) || return 1
  text+=$'\n\n'
  while [ -n "$text" ] && [ $# -gt 0 ]; do
    next_line
    case $line in
      LoadState=*) load=${line#*=} ;;
      ActiveState=*) active=${line#*=} ;;
      ActiveEnterTimestamp=*) entered=${line#*=} ;;
      ActiveEnterTimestampMonotonic=*) moment=${line#*=} ;;
      ExecStart=*)
        exec+=" ${line#*=}" line=${line#*'argv[]='}
        settings+=" ${line%% ; *}"
        ;;
      Environment=*) settings+=" ${line#*=}" ;;
      EnvironmentFiles=*) line=${line#*=} settings+=" file:${line%% (*}" ;;
      SubState=*) sub=${line#*=} ;;
      NRestarts=*) restarts=${line#*=} ;;
      '')
        if [ -n "$load$active" ]; then
          # Whatever became of its unit file: what runs counts.
          case $active in
            inactive | failed | '') [ "${load:-loaded}" != loaded ] || add_service "$1" "$active" "$entered" "$moment" "$exec" "$settings" ;;
            *) add_service "$1" "$active" "$entered" "$moment" "$exec" "$settings" "${load:-loaded}" "$sub" "$restarts" ;;
          esac
          shift
          load='' active='' sub='' restarts=0 entered='' moment='' exec='' settings=''
        fi
        ;;
    esac
  done
  return 0
}

query_sysv() {
  local service state
  for service in "$@"; do
    [ -e "$root/etc/init.d/$service" ] || continue
    init_script "$service" status >/dev/null 2>&1 9>&-
    case $? in 0) state=active ;; 1 | 2) state=failed ;; 3) state=inactive ;; *) return 1 ;; esac
    add_service "$service" "$state" '' '' " path=/etc/init.d/$service ; "
  done
  return 0
}

# service(8) gives an init script a clean environment; where it is missing the script is called as it is.
init_script() {
  if command -v service >/dev/null; then service "$@"; else "$root/etc/init.d/$1" "$2"; fi
}

# svc_flaw says what is odd about one: moving (on its way up or down), loop (systemd starts it again and again), or the state of a unit file that
# could not start it again.
add_service() {
  local state=$2 flaw='' load=${7-loaded} restarts=${9-0}
  epoch=0
  case $state in
    active | reloading)
      state=active && read_timestamp "$3"
      # Seen between two crashes: it was not a person who started it a moment ago.
      [[ ! $restarts =~ $number_pattern ]] || [ "$restarts" -eq 0 ] || [ "$epoch" -eq 0 ] || [ "$((now - epoch))" -ge 60 ] || flaw=loop
      ;;
    inactive | failed) ;;
    *)
      state=unknown
      case ${8-} in auto-restart* | '') flaw=loop ;; *) flaw=moving ;; esac
      ;;
  esac
  [ "$load" = loaded ] || flaw=${load//[!a-z-]/}
  svc_name[svc_count]=$1 svc_state[svc_count]=$state svc_started[svc_count]=$epoch svc_moment[svc_count]=$epoch:$4 svc_exec[svc_count]=$5
  svc_settings[svc_count]=${6-} svc_flaw[svc_count]=$flaw
  svc_count=$((svc_count + 1))
}

# Waits for what is on its way up or down. Sets loose to what does not come to rest: nobody may insist on it.
settle_services() {
  local began=$SECONDS pause=0.05 i moving
  while :; do
    loose='' moving=''
    for ((i = 0; i < svc_count; i++)); do
      case ${svc_flaw[i]} in loop) loose+=" ${svc_name[i]}" ;; moving) moving+=" ${svc_name[i]}" ;; esac
    done
    [ -n "$moving" ] && ((SECONDS - began < start_s)) || break
    nap "$pause"
    case $pause in 0.05) pause=0.2 ;; 0.2) ((SECONDS - began < 2)) || pause=1 ;; esac
    # shellcheck disable=SC2086
    query_or_refuse $services
  done
  loose=${loose# }$moving
  loose=${loose# }
}

# What runs but could not be started again must not be stopped.
refuse_unstartable() {
  local i
  for ((i = 0; i < svc_count; i++)); do
    case ${svc_flaw[i]} in '' | loop | moving) continue ;; esac
    refuse service-unstartable "The service ${svc_name[i]} runs, but its unit is ${svc_flaw[i]}: once stopped it could not be started again."
  done
}

refuse_unsettled() {
  [ -z "$loose" ] || refuse service-unsettled \
    "Not up to stay: $loose (in a restart loop, or still starting or stopping). Repair or disable it, then plan again."
}

# Sets wanted to what must run at the end: what runs now, and what an unfinished run had stopped. What is loose was not up before.
note_wanted() {
  local i name left=''
  wanted=''
  for ((i = 0; i < svc_count; i++)); do
    name=${svc_name[i]}
    if [ "$mark_state" != 'done' ] && [[ " $mark_services " == *" $name "* ]]; then
      wanted+=" $name"
    elif [[ " $loose " == *" $name "* ]]; then
      left+=" $name"
    elif [ "${svc_state[i]}" = active ] || [ "${svc_state[i]}" = unknown ]; then
      wanted+=" $name"
    fi
  done
  wanted=${wanted# } loose=${left# }
}

# What was not up before is never stopped, so that no kill can leave it down; it only has to read what is in place now.
restart_loose() {
  # shellcheck disable=SC2086
  [ -z "$loose" ] || bounded 30 systemctl restart --no-block $loose
  return 0
}

# Asks again about everything and says whether all services in $1 are in state $2.
all_are() {
  local i
  # shellcheck disable=SC2086 # a list of plain names
  query_services $services || return 1
  for ((i = 0; i < svc_count; i++)); do
    [[ " $1 " != *" ${svc_name[i]} "* ]] || [ "${svc_state[i]}" = "$2" ] || return 1
  done
  return 0
}

control() { # verb, seconds, names
  local verb=$1 limit=$2 name status=0
  shift 2
  if [ "$manager" = systemd ]; then
    bounded "$limit" systemctl "$verb" "$@"
    return
  fi
  for name in "$@"; do
    bounded "$limit" init_script "$name" "$verb" || status=$?
  done
  return "$status"
}

stop_services() {
  local began=$SECONDS
  [ -n "$1" ] || return 0
  # The answer is not asked for: what counts is whether they are down.
  # shellcheck disable=SC2086
  control stop "$stop_s" $1
  until services_are_down "$1"; do
    ((SECONDS - began < stop_s)) || return 1
    nap 1
  done
}

# Failed is down as well: killed after its own stop timeout.
services_are_down() {
  local i
  # shellcheck disable=SC2086
  query_services $services || return 1
  for ((i = 0; i < svc_count; i++)); do
    [[ " $1 " != *" ${svc_name[i]} "* ]] || [ "${svc_state[i]}" = inactive ] || [ "${svc_state[i]}" = failed ] || return 1
  done
  return 0
}

# start_services NAMES [start|restart]
start_services() {
  local began=$SECONDS
  [ -n "$1" ] || return 0
  # shellcheck disable=SC2086
  control "${2:-start}" "$start_s" $1 || return 1
  until all_are "$1" active; do
    if ((SECONDS - began >= start_s)) || any_failed "$1"; then return 1; fi
    nap 1
  done
}

# A service that did come up must load what was just taken back; one that failed too often must be allowed to start again.
restart_services() {
  [ -n "$1" ] || return 0
  if [ "$manager" = sysv ]; then
    stop_services "$1"
    start_services "$1"
  else
    # shellcheck disable=SC2086
    bounded 30 systemctl reset-failed $1
    start_services "$1" restart
  fi
}

any_failed() {
  local i
  for ((i = 0; i < svc_count; i++)); do
    [[ " $1 " != *" ${svc_name[i]} "* ]] || [ "${svc_state[i]}" != failed ] || return 0
  done
  return 1
}

# Starts what an unfinished run left stopped; its guard is not needed any more once that worked.
settle_debt() {
  [ -n "$mark_services" ] || return 1
  ! all_are "$mark_services" active || return 1
  start_services "$mark_services" || return 1
  disarm "$mark_guard"
  mark_guard=''
  save_marker
}

# Says whether the services that must run loaded what is in place since $1 (Unix seconds). Init scripts tell no start time: there
# only our own note counts.
services_are_current() {
  local i
  [ "$mark_state" != pending ] || return 1
  for ((i = 0; i < svc_count; i++)); do
    [[ " $wanted " == *" ${svc_name[i]} "* ]] || continue
    [ "${svc_state[i]}" = active ] || return 1
    if [ "${svc_started[i]}" -gt 0 ]; then
      [ "${svc_started[i]}" -ge "$1" ] || return 1
    else
      [ "$mark_state:$mark_print" = "done:$target_print" ] || return 1
    fi
  done
  return 0
}

# A stopped service with the new token already in place: stopped by an unfinished run or by nobody we know, so it is started;
# unless we left it like that ourselves, because it did not run when the token came.
want_main_service() {
  [ "$svc_count" -gt 0 ] && [ "${svc_state[0]}" != active ] || return 0
  [[ " $wanted $loose " != *" ${svc_name[0]} "* ]] || return 0
  [ "$mark_state:$mark_print" = "done:$target_print" ] || wanted="${svc_name[0]}${wanted:+ $wanted}"
}

# --- the guard: starts the services again if this script is killed and nobody ever comes back ------------------------------------

guard='' guard_pid='' old_guard='' begun='' prepared=''

# The timer's name is noted before it is armed, so that the next run can disarm it whatever happens in between.
arm_guard() {
  local started
  if [ -n "$1" ] && [ "$manager" = systemd ] && [ -d "$root/run/systemd/system" ] && command -v systemd-run >/dev/null; then
    guard=unit:dynatrace-token-guard-$component-$now-$$
    note_guard
    # shellcheck disable=SC2086
    ! bounded 30 systemd-run --quiet --unit="${guard#unit:}" --on-active="$guard_s" --timer-property=AccuracySec=1s \
      --description="Starts services that a token rotation left stopped" "$(command -v systemctl)" start $1 || return 0
  fi
  guard=''
  if [ -n "$1" ]; then
    detach "$1"
    process_start "$guard_pid"
    guard=pid:$guard_pid:$started
  fi
  note_guard
}

# The guard of an unfinished run stays noted until it is disarmed.
note_guard() {
  mark_guard="$guard $old_guard"
  save_marker || refuse state-not-writable "The marker ${marker#"$root"} cannot be written."
}

# A sleeper in a session of its own, with none of our files open. It leaves the control group of the run command as well: systemd
# kills what is left in that when the agent's unit ends.
detach() {
  local launcher='setsid'
  command -v setsid >/dev/null || launcher='nohup'
  command -v "$launcher" >/dev/null || refuse no-guard "None of systemd-run, setsid and nohup is here to guard the services."
  # shellcheck disable=SC2016,SC2086 # its own shell expands the text
  $launcher /bin/sh -c '
    for fd in 3 4 5 6 7 8 9; do eval "exec $fd>&-"; done
    root=$3
    for procs in "$root"/sys/fs/cgroup/cgroup.procs "$root"/sys/fs/cgroup/systemd/cgroup.procs "$root"/sys/fs/cgroup/unified/cgroup.procs; do
      [ ! -w "$procs" ] || echo $$ >"$procs"
    done
    sleep "$1"; how=$2; shift 3
    if [ "$how" = systemd ]; then exec systemctl start "$@"; fi
    for name in "$@"; do
      if command -v service; then service "$name" start; else "$root/etc/init.d/$name" start; fi
    done' \
    dynatrace-token-guard "$guard_s" "$manager" "$root" $1 </dev/null >/dev/null 2>&1 9>&- &
  guard_pid=$!
  disown "$guard_pid" 2>/dev/null
}

# Disarms exactly the guards named in $1. The timer of one that has fired is gone, so what systemctl says is no answer; a second try
# covers an answer that was lost. A guard that fires all the same only starts what runs.
disarm() {
  local one started pid
  for one in $1; do
    case $one in
      unit:dynatrace-token-guard-*)
        bounded 30 systemctl stop "${one#unit:}.timer" || bounded 30 systemctl stop "${one#unit:}.timer"
        ;;
      pid:*)
        pid=${one#pid:} pid=${pid%%:*}
        process_start "$pid"
        [ "$started" != "${one##*:}" ] || kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null
        ;;
    esac
  done
}

# From here on a killed run leaves a trace and a guard.
begin_change() {
  read_clock
  [ "$now" -le "$not_after" ] || expire not-after-passed "The time to run this was over before the first change."
  begun="$mark_state:$mark_services" old_guard=${mark_guard# }
  mark_state=pending mark_services=$wanted
  arm_guard "$wanted"
  [ -n "$old_guard" ] || return 0
  disarm "$old_guard"
  old_guard=''
  note_guard
}

# Takes back what was prepared for a change that then did not happen: nothing was stopped, nothing replaced.
abandon_change() {
  [ -z "$prepared" ] || drop_work
  [ -n "$begun" ] || return 0
  disarm "$guard"
  mark_state=${begun%%:*} mark_services=${begun#*:} mark_guard=$old_guard
  prepared='' begun=''
  save_marker
}

# The change is in place; what was started from now on has it.
note_change() {
  read_clock
  mark_state=changed mark_print=$1 mark_changed=$now
  save_marker
}

end_change() {
  disarm "$guard"
  guard=''
  # Whoever starts an injected process asks when the agent that knows the token came up.
  [ "$component" != oneagent ] || [ "${svc_started[0]-0}" -le "$mark_changed" ] || mark_changed=${svc_started[0]}
  mark_state='done' mark_guard=''
  save_marker
}

# When was the token that is in place now put there? Our own note of it counts; the component may have rewritten its file since.
change_time() {
  changed=$1
  [ "$mark_print" != "$target_print" ] || [ "$mark_state" = pending ] || changed=$mark_changed
}

# --- ActiveGate: the files -----------------------------------------------------------------------------------------------------

file_path=() file_kind=() file_class=() file_head=() file_value=() file_tail=()

# Finds the configuration directory, the executables, and from them the files that hold the token.
locate_activegate() {
  local candidates=() named=() found=() reals=$'\n' candidate real word
  services=$activegate_services
  # shellcheck disable=SC2086
  choose_service_manager $services
  # shellcheck disable=SC2086
  query_or_refuse $services
  find_named_places
  candidates=("$root/var/lib/dynatrace/gateway/config" "$root/opt/dynatrace/gateway/config")
  for word in ${gateways[@]+"${gateways[@]}"}; do candidates+=("$root$word/config"); done
  # What the program itself is told comes first: the usual places may hold what is left of another installation.
  for word in ${configs[@]+"${configs[@]}"}; do
    for candidate in "$word" "$word/gateway/config" "$word/config"; do
      if [ -e "$root$candidate/authorization.properties" ] || [ -d "$root$candidate/$work" ]; then named+=("$root$candidate"); fi
    done
  done
  [ ${#named[@]} -eq 0 ] || candidates=(${named[@]+"${named[@]}"})
  for candidate in "${candidates[@]}"; do
    [ -e "$candidate/authorization.properties" ] || [ -d "$candidate/$work" ] || continue
    real=$(cd -P -- "$candidate" 2>/dev/null && pwd -P) || continue
    [[ $reals != *$'\n'"$real"$'\n'* ]] || continue
    reals+=$real$'\n'
    found+=("$candidate")
  done
  if [ ${#found[@]} -eq 0 ]; then
    [ "$svc_count" -gt 0 ] && [ "${svc_name[0]}" = dynatracegateway ] || finish 10 notInstalled not-installed "There is no ActiveGate here."
    candidates=(${configs[@]+"${configs[@]}"} "${candidates[@]#"$root"}")
    refuse config-not-found "The ActiveGate's service is here, but no authorization.properties in ${candidates[*]}."
  fi
  [ ${#found[@]} -eq 1 ] || refuse several-installations "There are several ActiveGate configurations: ${found[*]#"$root"}."
  config=${found[0]}
  find_logs
  find_executables
  if [ "$svc_count" -eq 0 ] || [ "${svc_name[0]}" != dynatracegateway ]; then
    [ -d "$root_dir" ] || finish 10 notInstalled not-installed "There is no ActiveGate here, only its old configuration in ${config#"$root"}."
    refuse no-service "The ActiveGate is in ${root_dir#"$root"}, but the service dynatracegateway does not exist."
  fi
  local base=${root_dir%/*} state_base=$root/var/lib/dynatrace
  [[ $config != */gateway/config ]] || state_base=${config%/gateway/config}
  file_path=("$config/authorization.properties" "$base/remotepluginmodule/agent/conf/extensions.conf"
    "$base/remotepluginmodule/agent/conf/ruxitagent.conf" "$base/zremote/agent/conf/ruxitagent.conf"
    "$state_base/zremote/agent/conf/zremoteagentuserconfig.conf")
  file_kind=(ini flat flat flat flat)
}

# rootDir in custom.properties, else in config.properties, else the default.
find_executables() {
  local file line
  root_dir=''
  for file in "$config/custom.properties" "$config/config.properties"; do
    [ -z "$root_dir" ] && [ -f "$file" ] && [ -r "$file" ] || continue
    while IFS= read -r line || [ -n "$line" ]; do
      [[ $line =~ $root_dir_pattern ]] || continue
      root_dir=${BASH_REMATCH[1]}
    done <"$file"
    while [[ $root_dir == *[[:space:]/] ]]; do root_dir=${root_dir%?}; done
  done
  [ -z "$root_dir" ] || { root_dir=$root$root_dir && return; }
  root_dir=$root/opt/dynatrace/gateway
  for file in ${homes[@]+"${homes[@]}"}; do
    [ ! -d "$root$file" ] || { root_dir=$root$file && return; }
  done
}

# Reads what the service's command line and environment, and the .ini beside its program, tell about where things lie: configs and logs_named are
# what they call so, gateways the directories of that name on the way to a program or an argument, homes only those of a program.
find_named_places() {
  local word last='' inis=()
  configs=() logs_named=() gateways=() homes=()
  [ "$svc_count" -gt 0 ] && [ "${svc_name[0]}" = dynatracegateway ] || return 0
  read_programs "${svc_exec[0]}"
  for word in ${programs[@]+"${programs[@]}"}; do
    note_gateways "$word"
    inis+=("${word%/*}/dynatracegateway.ini")
  done
  homes=(${gateways[@]+"${gateways[@]}"})
  for word in ${homes[@]+"${homes[@]}"}; do inis+=("$word/dynatracegateway.ini"); done
  set -f
  # systemctl writes arguments without their quotes: one that has a blank cannot be told from two.
  for word in ${svc_settings[0]//\"/ }; do
    note_place "$word" || note_place "$last $word"
    last=$word
    case $word in
      file:/*) inis+=("${word#file:}") ;;
      /*.ini) inis+=("$word") ;;
      /*) note_gateways "$word" ;;
    esac
  done
  set +f
  for word in ${inis[@]+"${inis[@]}"}; do read_places "$root$word"; done
}

# Notes each directory named gateway on the path $1, the innermost first.
note_gateways() {
  local path=$1/
  while [[ $path == */gateway/* ]]; do
    path=${path%/gateway/*}
    gateways+=("$path/gateway")
  done
}

# Notes what a line KEY=VALUE says, with $2 as the directory that a relative path begins at; false when it says nothing of the kind.
note_place() {
  local key value
  [[ $1 =~ $place_pattern ]] || return 1
  key=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]//[\"\']/}
  while [[ $value == *[[:space:]/] ]]; do value=${value%?}; done
  [[ $value == /* ]] || { [ -n "${2-}" ] && value=$2/$value; } || return 1
  case $key in
    LOG*) logs_named+=("$value") ;;
    *) configs+=("$value") ;;
  esac
}

read_places() {
  local line here=${1#"$root"}
  [ -f "$1" ] && [ -r "$1" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    note_place "$line" "${here%/*}"
  done <"$1"
}

# The log directory that is named, or the one in it that is called gateway; else the usual one.
find_logs() {
  local place
  log_dir=$root/var/log/dynatrace/gateway
  for place in ${logs_named[@]+"${logs_named[@]}"}; do
    [ ! -d "$root$place" ] || log_dir=$root$place
    [ ! -d "$root$place/gateway" ] || log_dir=$root$place/gateway
  done
}

# A link may lead to another name in the same directory and nowhere else. Sets real.
resolve() {
  local here there
  real=$1
  [ -L "$1" ] || return 0
  real=$(readlink -f -- "$1" 2>/dev/null) || return 1
  here=$(cd -P -- "${1%/*}" 2>/dev/null && pwd -P) there=${real%/*}
  [ "$here" = "$there" ]
}

# Reads $1 as kind $2 (ini: the key in our section; flat: the key anywhere) and sets p_head, p_value, p_tail: the file in three
# pieces. p_count says how often the token is there, p_sections how often our section, p_odd whether a line was not understood.
parse_file() {
  local file=$1 kind=$2 line eol text before='' inside='' first=yes
  p_head='' p_value='' p_tail='' p_count=0 p_sections=0 p_odd='' p_length=0
  [ "$kind" = ini ] || inside=yes
  while :; do
    eol=$'\n'
    IFS= read -r line || eol=''
    text=$line
    [ -z "$first" ] || text=${text#$'\xef\xbb\xbf'}
    first=''
    if [ "$kind" = ini ] && [[ $text =~ $section_pattern ]]; then
      inside=''
      [ "${BASH_REMATCH[1]}" != "$environment" ] || { inside=yes && p_sections=$((p_sections + 1)); }
    elif [ -n "$inside" ] && [[ $text =~ $any_key_pattern ]]; then
      read_entry "$kind" "$text"
    fi
    p_length=$((p_length + ${#line} + ${#eol}))
    before+=$line$eol
    [ -n "$eol" ] || break
  done <"$file"
  if [ "$p_count" -eq 0 ]; then p_head=$before; else p_tail=$before; fi
}

# Part of parse_file: one line that begins with the key.
read_entry() {
  local key value after
  if [ "$1" = ini ] && [[ $2 =~ $ini_pattern ]]; then
    key=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]} after=${BASH_REMATCH[3]}
  elif [ "$1" = flat ] && [[ $2 =~ $flat_pattern ]]; then
    key=${BASH_REMATCH[1]} value=${BASH_REMATCH[3]} after=${BASH_REMATCH[4]}
  else
    # A key without a value is no token; anything else that begins with the key is not understood.
    [[ $2 =~ $empty_key_pattern ]] || p_odd=yes
    return
  fi
  p_count=$((p_count + 1))
  [ "$p_count" -eq 1 ] || return 0
  p_head=$before${line%"$text"}$key p_value=$value
  p_length=$((p_length + ${#line} - ${#after}))
  before='' line=$after
}

# Checks all files and notes what each needs: file_class is target, source, none for a file that holds no token, and later written.
# With a token to write, a value that is neither refuses; a probe has none and compares the files among themselves.
inspect_files() {
  local i present=() text line facts
  newest=0
  for ((i = 0; i < ${#file_path[@]}; i++)); do
    file_class[i]=none
    if [ -L "${file_path[i]}" ] || [ -e "${file_path[i]}" ]; then
      resolve "${file_path[i]}" || refuse symlink "${file_path[i]#"$root"} is a link that leaves its directory."
      file_path[i]=$real
      check_kind "$i"
      present+=("$real")
    fi
  done
  [ "${#present[@]}" -gt 0 ] && [ -e "${file_path[0]}" ] || refuse config-not-found "${file_path[0]#"$root"} is not there."
  text=$(stat -c '%s %h %Y %n' -- "${present[@]}" 2>/dev/null) || refuse unreadable "The ActiveGate's files cannot be looked at."
  for ((i = 0; i < ${#file_path[@]}; i++)); do
    [ -e "${file_path[i]}" ] || continue
    next_line
    # shellcheck disable=SC2206 # numbers first, the name is not used
    facts=($line)
    [ "${facts[1]}" -eq 1 ] || refuse hard-link "${file_path[i]#"$root"} has ${facts[1]} hard links; the others would keep the old token."
    [ "${facts[0]}" -le 1048576 ] || refuse unreadable "${file_path[i]#"$root"} is larger than 1 MB."
    parse_file "${file_path[i]}" "${file_kind[i]}" 2>/dev/null
    if [ "$p_length" -ne "${facts[0]}" ]; then
      [ "${1-}" != again ] || refuse unreadable "${file_path[i]#"$root"} is no text file, or it keeps changing."
      nap 0.2 # the ActiveGate may just have written it
      inspect_files again
      return
    fi
    judge_file "$i"
    [ "${facts[2]}" -le "$newest" ] || newest=${facts[2]}
  done
}

check_kind() {
  [ -f "$real" ] || refuse unreadable "${real#"$root"} is no regular file."
  [ -r "$real" ] || refuse unreadable "${real#"$root"} cannot be read."
  # False also for an immutable file and on a file system that is mounted read-only.
  [ -w "$real" ] && [ -w "${real%/*}" ] || refuse read-only "${real#"$root"} or its directory cannot be written."
}

judge_file() {
  local i=$1 shown=${file_path[$1]#"$root"}
  if [ "${file_kind[i]}" = ini ]; then
    [ "$p_sections" -gt 0 ] || refuse no-section "$shown has no section [$environment]."
    [ "$p_sections" -eq 1 ] || refuse ambiguous-config "$shown has $p_sections sections [$environment]."
  fi
  [ -z "$p_odd" ] || refuse unreadable-entry "$shown has a tenantToken line that is not understood."
  [ "$p_count" -le 1 ] || refuse ambiguous-config "$shown has $p_count tenantToken entries for this environment."
  if [ "$p_count" -eq 0 ]; then
    # The other files override what is in this one: without an entry they hold no token.
    [ "${file_kind[i]}" = flat ] || refuse no-key "$shown has no tenantToken in section [$environment]."
    return 0
  fi
  file_head[i]=$p_head file_value[i]=$p_value file_tail[i]=$p_tail
  if [ "$action" = probe ]; then
    file_class[i]=source
    [ "$i" -gt 0 ] || { fingerprint "$p_value" && r_fingerprint=$print; }
    [ "$p_value" = "${file_value[0]}" ] || odd_file=$shown
    return 0
  fi
  classify "$p_value"
  file_class[i]=$class
  if [ "$i" -eq 0 ]; then
    case $class in target) r_fingerprint=$target_print ;; source) r_fingerprint=$source_print ;; *) r_fingerprint=$print ;; esac
  fi
  [ "$class" != other ] || refuse unexpected-token "$shown holds a token that is neither the old nor the new one."
}

# --- ActiveGate: writing -------------------------------------------------------------------------------------------------------
#
# Root writes here into directories that belong to the ActiveGate's own user. So all writing happens in a directory of ours beside
# the file, which only we can enter, and by names relative to it: nobody can put a link where we write.

enter_work() {
  local here
  { cd -P -- "$1" && here=$PWD && { [ -d "./$work" ] || mkdir -m 700 -- "./$work"; } && cd -P -- "./$work"; } 2>/dev/null || return 1
  [ "$PWD" = "$here/$work" ] && [ -O . ]
}

# Why did it not work? The word for the code from the words of the tool.
blame() {
  case $1 in
    *"No space left"* | *"quota exceeded"*) problem=no-space ;;
    *"Read-only"*) problem=read-only ;;
    *) problem=cannot-write ;;
  esac
}

# Writes the successor of file $1 with value $2, complete and checked, beside it. The original is not touched.
stage_file() {
  local i=$1 value=$2 dir name error text line first format='%u %g %a'
  split_path "${file_path[i]}"
  problem=cannot-write
  enter_work "$dir" || return 1
  # -a keeps owner, group, mode, ACL and SELinux context; the text is then written into that same file.
  error=$(cp -a -- "../$name" "./$name.new" 2>&1) || { blame "$error" && return 1; }
  [ -f "./$name.new" ] && [ ! -L "./$name.new" ] || return 1 # the original was a file when we looked; in here nobody can swap it
  error=$({ printf '%s%s%s' "${file_head[i]}" "$value" "${file_tail[i]}" >"./$name.new"; } 2>&1) || { blame "$error" && return 1; }
  if [ -e "$root/sys/fs/selinux/enforce" ] && command -v chcon >/dev/null; then
    chcon --reference="../$name" "./$name.new" 2>/dev/null
    format+=' %C'
  fi
  text=$(stat -c "$format" -- "../$name" "./$name.new" 2>/dev/null) || return 1
  next_line
  first=$line
  next_line
  problem=cannot-keep-owner
  [ "$line" = "$first" ] && keep_access "../$name" "./$name.new" || return 1
  problem=cannot-write
  parse_file "./$name.new" "${file_kind[i]}" 2>/dev/null
  [ "$p_count:$p_value" = "1:$value" ] && [ "$p_head" = "${file_head[i]}" ] && [ "$p_tail" = "${file_tail[i]}" ]
}

# The cp of busybox does not copy an access list; where there are lists to look at, the copy has the same or there is none.
keep_access() {
  local list copy
  command -v getfacl >/dev/null || return 0
  list=$(getfacl -c -p -n -- "$1" 2>/dev/null) || return 0 # a file system without lists
  copy=$(getfacl -c -p -n -- "$2" 2>/dev/null)
  [ "$list" != "$copy" ] || return 0
  printf '%s\n' "$list" | setfacl --set-file=- -- "$2" 2>/dev/null
  copy=$(getfacl -c -p -n -- "$2" 2>/dev/null)
  [ "$list" = "$copy" ]
}

keep_backup() {
  local dir name error
  split_path "${file_path[$1]}"
  problem=cannot-write
  enter_work "$dir" || return 1
  error=$(cp -a -- "../$name" "./$name.backup" 2>&1) || { blame "$error" && return 1; }
  problem=cannot-keep-owner
  keep_access "../$name" "./$name.backup"
}

# Backups and successors of all files are on disk before a service is stopped: a full or read-only disk shows here.
prepare_files() {
  local i
  prepared=yes
  for ((i = 0; i < ${#file_path[@]}; i++)); do
    [ "${file_class[i]}" = source ] || continue
    { keep_backup "$i" && stage_file "$i" "$token"; } ||
      refuse "$problem" "The new ${file_path[i]#"$root"} cannot be written beside the old one."
    sync_here "./${file_path[i]##*/}.backup" "./${file_path[i]##*/}.new"
  done
  cd /
}

sync_here() { sync "$@" 2>/dev/null || sync; } # older ones can only sync everything

# The moment of change: one rename per file, with the services down.
commit_files() {
  local i dir name
  for ((i = 0; i < ${#file_path[@]}; i++)); do
    [ "${file_class[i]}" = source ] || continue
    refresh_stage "$i"
    split_path "${file_path[i]}"
    enter_work "$dir" || fail cannot-write "The directory ${dir#"$root"} was changed by somebody else."
    file_class[i]=written
    mv -f -- "./$name.new" "../$name" 2>/dev/null || fail cannot-write "${file_path[i]#"$root"} cannot be replaced."
    r_files+=("${file_path[i]#"$root"}")
    sync_here ..
  done
  cd /
}

# The ActiveGate writes its file itself (a new authToken). What it wrote since we looked is kept.
refresh_stage() {
  local i=$1
  parse_file "${file_path[i]}" "${file_kind[i]}" 2>/dev/null
  [ "$p_value" != "${file_value[i]}" ] || [ "$p_head" != "${file_head[i]}" ] || [ "$p_tail" != "${file_tail[i]}" ] || return 0
  [ "$p_count:$p_value" = "1:${file_value[i]}" ] || fail changed-meanwhile "${file_path[i]#"$root"} was changed by somebody else."
  file_head[i]=$p_head file_tail[i]=$p_tail
  { keep_backup "$i" && stage_file "$i" "$token"; } || fail "$problem" "The new ${file_path[i]#"$root"} cannot be written beside the old one."
  sync_here "./${file_path[i]##*/}.new"
}

# Puts the old value back into file $1: into what the file is now (the ActiveGate may have written to it), or, if that has no token
# or cannot be written, as the backup has it. A value of somebody else is left alone and fails.
put_back() {
  local i=$1 dir name
  split_path "${file_path[i]}"
  parse_file "${file_path[i]}" "${file_kind[i]}" 2>/dev/null
  case $p_count:$p_value in
    "1:${file_value[i]}") return 0 ;;
    "1:$token")
      file_head[i]=$p_head file_tail[i]=$p_tail
      if stage_file "$i" "${file_value[i]}" && mv -f -- "./$name.new" "../$name" 2>/dev/null; then return 0; fi
      ;;
    0:) ;;
    *) return 1 ;;
  esac
  enter_work "$dir" && use_backup "$name"
}

# The backup is kept if there is room for a second copy.
use_backup() {
  [ -s "./$1.backup" ] || return 1
  { cp -a -- "./$1.backup" "./$1.new" && mv -f -- "./$1.new" "../$1"; } 2>/dev/null || mv -f -- "./$1.backup" "../$1" 2>/dev/null
}

undo_activegate() {
  local i status=0
  for ((i = 0; i < ${#file_path[@]}; i++)); do
    [ "${file_class[i]}" != written ] || put_back "$i" || status=1
  done
  sync_here .
  cd /
  [ "$status" -ne 0 ] || { note_change "$source_print" && r_fingerprint=$source_print; }
  restart_services "$wanted" || status=1
  restart_loose
  if [ "$status" -eq 0 ]; then
    r_files=()
    drop_work
    end_change
    return 0
  fi
  mark_state=pending
  save_marker
  list_backups
  return 1
}

# Backups that stay on the disk until a later run is through.
list_backups() {
  local path backup
  for path in ${file_path[@]+"${file_path[@]}"}; do
    backup=${path%/*}/$work/${path##*/}.backup
    [ ! -e "$backup" ] || r_leftovers+=("${backup#"$root"}")
  done
}

drop_work() {
  local path last=''
  for path in ${file_path[@]+"${file_path[@]}"}; do
    [ "${path%/*}" != "$last" ] || continue
    last=${path%/*}
    [ -d "$last/$work" ] || continue
    { cd -P -- "$last" && rm -rf -- "./$work"; } 2>/dev/null
  done
  cd /
}

# An earlier run may have been killed. Every file is whole, because it is only ever renamed into place; but a disk can lose one.
# A backup of ours then stands in for a file that is gone or holds no known token.
repair_files() {
  local i dir name
  for ((i = 0; i < ${#file_path[@]}; i++)); do
    split_path "${file_path[i]}"
    [ -s "$dir/$work/$name.backup" ] && enter_work "$dir" || continue
    parse_file "./$name.backup" "${file_kind[i]}" 2>/dev/null
    [ "$p_count" -eq 1 ] || continue
    classify "$p_value"
    [ "$class" != other ] || continue
    if [ -e "../$name" ]; then
      parse_file "../$name" "${file_kind[i]}" 2>/dev/null
      [ "$p_count" -eq 0 ] || continue
    fi
    use_backup "$name"
    mark_state=pending
  done
  cd /
}

# --- ActiveGate: the three actions -----------------------------------------------------------------------------------------------

# A log is followed by what it is, not by its name: the ActiveGate renames its generations as it starts.
log_name=() log_id=() log_size=() log_mark=() log_from=()

# Lists the generations of the log with device and inode and how long each is.
list_logs() {
  local text line
  log_name=() log_id=() log_size=() log_from=()
  set -- "$log_dir"/*.log "$log_dir"/*.log.[0-9]*
  [ $# -gt 0 ] || return 0
  text=$(stat -c '%d:%i %s %n' -- "$@" 2>/dev/null)
  while [ -n "$text" ]; do
    next_line
    case $line in *.gz | *.bz2 | *.xz | *.zip) continue ;; esac
    log_id+=("${line%% *}") line=${line#* }
    log_size+=("${line%% *}") log_name+=("${line#* }") log_from+=('')
  done
}

note_logs() {
  local i
  log_mark=()
  list_logs
  for ((i = 0; i < ${#log_name[@]}; i++)); do
    mark_log "${log_name[i]}" "${log_size[i]}"
    log_mark+=("$mark")
  done
}

# Sets mark to what tells the first $2 bytes of log $1 from those of any other: its lines carry their times, so the beginning and the end
# of them will do. An inode alone would not: one that was freed serves for the next file, and a log can be cut and filled again.
mark_log() {
  local length=$(($2 < 4096 ? $2 : 4096))
  mark=$({
    head -c "$length" -- "$1" || exit 1
    [ "$2" -le 4096 ] || tail -c "+$(($2 - 4095))" -- "$1" | head -c 4096
  } 2>/dev/null | "${digest[@]}" 2>/dev/null
    exit "${PIPESTATUS[0]}") || mark=''
}

# Sets log_from of each log to its first byte from after note_logs. First come those that are still the same file, then those that begin with
# what no file continues: a copy that was made before the original was cut. All else is new from its beginning.
find_beginnings() {
  local old_id=(${log_id[@]+"${log_id[@]}"}) old_size=(${log_size[@]+"${log_size[@]}"}) how i j
  list_logs
  for how in same copy; do
    for ((i = 0; i < ${#log_name[@]}; i++)); do
      for ((j = 0; j < ${#old_id[@]}; j++)); do
        [ -z "${log_from[i]}" ] && [ -n "${old_size[j]}" ] && [ "${log_size[i]}" -ge "${old_size[j]}" ] || continue
        if [ "$how" = same ]; then [ "${log_id[i]}" = "${old_id[j]}" ]; else [ "${old_size[j]}" -gt 0 ]; fi || continue
        mark_log "${log_name[i]}" "${old_size[j]}"
        [ -n "$mark" ] && [ -n "${log_mark[j]}" ] || unread=yes
        [ "$mark" != "${log_mark[j]}" ] || { log_from[i]=$((old_size[j] + 1)) && old_size[j]=''; }
      done
    done
  done
}

# Was a message rejected since note_logs? Only a hint: a quiet log is weak proof.
read_logs() {
  local i from ended unread=''
  find_beginnings
  [ ${#log_name[@]} -gt 0 ] || return 0
  r_connected=true
  for ((i = 0; i < ${#log_name[@]}; i++)); do
    from=${log_from[i]:-1}
    [ "$from" -le "${log_size[i]}" ] || continue
    tail -c "+$from" -- "${log_name[i]}" 2>/dev/null | grep -q REQUEST_REJECTED 2>/dev/null
    ended="${PIPESTATUS[*]}"
    case $ended in *' 0') r_connected=false ;; '0 1') ;; *) unread=yes ;; esac
  done
  [ -z "$unread" ] || [ "$r_connected" = false ] || r_connected='' # a log that cannot be read proves nothing
}

probe_activegate() {
  odd_file=''
  inspect_files
  settle_services
  load_marker
  if [ "$mark_state" = pending ] || [ "$mark_state" = changed ]; then
    finish 0 probed unfinished-change "An earlier $mark_action is not finished; the next apply or restore completes or undoes it."
  fi
  [ -z "$odd_file" ] || refuse unexpected-token "$odd_file holds another token than authorization.properties."
  refuse_unstartable
  refuse_unsettled
  finish 0 probed ok "The ActiveGate is here and can be rotated."
}

rotate_activegate() {
  repair_files
  inspect_files
  # shellcheck disable=SC2086
  look_again $services
  settle_services
  note_wanted
  change_time "$newest"
  if [[ " ${file_class[*]} " != *" source "* ]]; then
    want_main_service
    ! services_are_current "$changed" || already
  else
    prepare_files
  fi
  refuse_unstartable
  begin_change
  undo=undo_activegate
  stop_services "$wanted" || fail stop-failed "Not all services stopped within $stop_s s."
  commit_files
  note_change "$target_print"
  note_logs
  start_services "$wanted" || fail start-failed "The services did not come up within $start_s s."
  if [ -n "$wanted" ] && [ "$settle_s" -gt 0 ]; then
    nap "$settle_s"
    all_are "$wanted" active || fail start-failed "A service came up and went down again."
  fi
  restart_loose
  [ -z "$wanted" ] || read_logs
  undo='' in_place=yes
  complete
}

# --- OneAgent --------------------------------------------------------------------------------------------------------------------

# Sets prefix to the installation that the program $1 belongs to: what lies above a directory agent with our tool in it.
find_agent_home() {
  local path=$1
  while [[ $path == */agent/* ]]; do
    path=${path%/agent/*}
    [ ! -e "$root$path/agent/tools/oneagentctl" ] || { prefix=$path && return 0; }
  done
  return 1
}

# oneagentctl lies in the installation, which the unit or the init script names.
locate_oneagent() {
  local prefix=/opt/dynatrace/oneagent program
  services=oneagent
  choose_service_manager oneagent
  query_or_refuse oneagent
  # What the service names comes first: the default path may hold what is left of another installation.
  if [ "$svc_count" -gt 0 ]; then
    read_programs "${svc_exec[0]}"
    for program in ${programs[@]+"${programs[@]}"}; do
      ! find_agent_home "$program" || break
    done
  fi
  ctl=$root$prefix/agent/tools/oneagentctl
  if [ ! -e "$ctl" ]; then
    [ "$svc_count" -gt 0 ] || finish 10 notInstalled not-installed "There is no OneAgent here."
    refuse no-oneagentctl "The OneAgent's service is here, but not ${ctl#"$root"}."
  fi
  [ -x "$ctl" ] || refuse no-oneagentctl "${ctl#"$root"} cannot be executed."
  [ "$svc_count" -gt 0 ] || refuse no-service "oneagentctl is here, but the service oneagent does not exist."
}

# Sets answer to what oneagentctl says, without blanks around it. A question carries no token, so timeout(1) may watch over it.
ask() {
  answer=$(${limiter[@]+"${limiter[@]}"} "$ctl" "$1" 2>/dev/null 9>&-) || return
  answer=${answer#"${answer%%[![:space:]]*}"}
  answer=${answer%"${answer##*[![:space:]]}"}
}

# The first question, which shows what kind of timeout is here.
ask_tenant() {
  limiter=()
  if command -v timeout >/dev/null; then limiter=(timeout 60); fi
  ask --get-tenant
  case $? in
    0) return 0 ;;
    124 | 137 | 143) return 1 ;; # it ran into its limit
    *) limiter=() && ask --get-tenant ;; # a timeout of another kind than we know
  esac
}

inspect_oneagent() {
  ask_tenant || refuse oneagentctl-failed "oneagentctl --get-tenant failed."
  [ "$answer" = "$environment" ] || refuse other-environment "The OneAgent belongs to environment ${answer//[!A-Za-z0-9._-]/?}."
  ask --get-tenant-token || refuse oneagentctl-failed "oneagentctl --get-tenant-token failed."
  if [ "$action" = probe ]; then
    [ -n "$answer" ] || refuse no-key "The OneAgent has no tenant token."
    fingerprint "$answer"
    r_fingerprint=$print
    return
  fi
  classify "$answer"
  case $class in target) r_fingerprint=$target_print ;; source) r_fingerprint=$source_print ;; *) r_fingerprint=$print ;; esac
  [ "$class" != other ] || refuse unexpected-token "The OneAgent's token is neither the old nor the new one."
}

describe_oneagent() {
  read_version
  ! ask --get-host-id || r_host_id=${answer%%$'\n'*}
}

read_version() { [ -n "$r_version" ] || ! ask --version || r_version=${answer%%$'\n'*}; }

# An asterisk marks the endpoint to which the OneAgent sends right now. One before 1.207 has neither asterisk nor braces: it tells nothing.
look_for_connection() {
  local servers marks=''
  looked=yes
  ask --get-server || return 1
  servers=$answer r_connected=true
  [[ $servers != *\** ]] || return 0
  read_version
  if [[ $r_version =~ $version_pattern ]]; then
    ((10#${BASH_REMATCH[1]} == 1 && 10#${BASH_REMATCH[2]} < 207)) || marks=yes
  else
    [[ $servers != *\{* ]] || marks=yes
  fi
  if [ -n "$marks" ]; then r_connected=false; else r_connected=''; fi
}

wait_for_connection() {
  local began=$SECONDS
  while look_for_connection && [ "$r_connected" = false ]; do
    read_clock
    [ $((SECONDS - began)) -lt "$prove_s" ] && [ "$now" -lt "$not_after" ] || return 0
    nap 1
  done
}

# Processes whose agent library was loaded before the OneAgent started on its token keep the token of that time. The kernel's start time
# is in clock ticks after boot (100 a second on every Linux); a tree without it is judged by the age of the process' directory.
find_stale() {
  local since text line dir stat fields boot='' at name count=0 seen=' ' names=() undated=() quoted
  # Our own note of the start after the change, while the token is still that one: a later restart gives no process a new token. Init
  # scripts tell no start time at all.
  since=${svc_started[0]-0}
  if [ "$mark_state" = 'done' ] && [ "$mark_changed" -gt 0 ] && [ "$mark_print" = "$r_fingerprint" ]; then since=$mark_changed; fi
  set -- "$root"/proc/[0-9]*/maps
  [ "$since" -gt 0 ] && command -v grep >/dev/null || return 0
  r_stale='{"count":0,"names":[]}'
  [ $# -gt 0 ] || return 0
  text=''
  while [ $# -gt 0 ]; do # in portions: a command line has its limits
    text+=$(grep -ls '/liboneagent[^/]*\.so' -- "${@:1:1000}" 2>/dev/null)$'\n'
    shift $(($# > 1000 ? 1000 : $#))
  done
  while read -r name at _; do
    [ "$name" != btime ] || boot=$at
  done 2>/dev/null <"$root/proc/stat"
  while [ -n "$text" ]; do
    next_line
    [ -n "$line" ] || continue
    dir=${line%/maps}
    stat=''
    { IFS= read -r stat <"$dir/stat"; } 2>/dev/null
    at=${stat##*) }
    # shellcheck disable=SC2206 # numbers and one letter
    fields=($at)
    if [[ $boot =~ ^[0-9]+$ && ${fields[19]-} =~ ^[0-9]+$ ]]; then
      name=${stat#*(} name=${name%)*}
      note_stale "$((boot + fields[19] / 100))" "$name"
    else
      undated+=("$dir")
    fi
  done
  if [ ${#undated[@]} -gt 0 ]; then
    text=$(stat -c '%Y %n' -- "${undated[@]}" 2>/dev/null)
    while [ -n "$text" ]; do
      next_line
      name=unknown
      { IFS= read -r name <"${line#* }/comm"; } 2>/dev/null
      note_stale "${line%% *}" "$name"
    done
  fi
  quote_list 32 ${names[@]+"${names[@]}"}
  r_stale="{\"count\":$count,\"names\":$quoted}"
}

# Part of find_stale: a process that began at $1, by name $2. The agent's own processes begin a moment before systemd calls it active.
note_stale() {
  [ "$1" -lt "$since" ] && [[ $2 != oneagent* ]] || return 0
  count=$((count + 1))
  [ ${#names[@]} -lt 5 ] && [[ $seen != *"/$2/"* ]] || return 0
  seen+="/$2/"
  names+=("$2")
}

probe_oneagent() {
  inspect_oneagent
  describe_oneagent
  look_for_connection
  settle_services
  load_marker
  find_stale
  if [ "$mark_state" = pending ] || [ "$mark_state" = changed ]; then
    finish 0 probed unfinished-change "An earlier $mark_action is not finished; the next apply or restore completes or undoes it."
  fi
  refuse_unstartable
  refuse_unsettled
  finish 0 probed ok "The OneAgent is here and can be rotated."
}

rotate_oneagent() {
  local settings=$root/var/lib/dynatrace/oneagent/agent/config/deployment.conf
  inspect_oneagent
  look_again oneagent
  settle_services
  [ "${svc_state[0]-}" != active ] || agent_moment=${svc_moment[0]}
  note_wanted
  changed=0
  [ ! -e "$settings" ] || changed=$(stat -L -c %Y -- "$settings" 2>/dev/null) || changed=0
  change_time "$changed"
  if [ "$class" = target ]; then
    want_main_service
    ! services_are_current "$changed" || already
  fi
  refuse_unstartable
  begin_change
  undo=undo_oneagent
  changed=$now
  [ "$class" = target ] || set_agent_token "$token" || fail set-failed "oneagentctl did not take the token."
  r_fingerprint=$target_print
  mark_state=changed mark_print=$target_print mark_changed=$changed
  save_marker
  restart_agent || fail start-failed "The service oneagent did not come up within $start_s s."
  undo='' in_place=yes
  [ -z "$wanted" ] || wait_for_connection
  complete
}

# Puts a token into the OneAgent and makes sure that it is there. Setters need the service stopped: --restart-service does that,
# an oneagentctl that does not know it (before 1.189) gets it step by step.
set_agent_token() {
  local deadline=$((SECONDS + stop_s + start_s))
  if [ -n "$wanted$loose" ]; then
    bounded "$((stop_s + start_s))" "$ctl" "--set-tenant=$environment" "--set-tenant-token=$1" --restart-service
    ! agent_has "$1" || return 0
    ((SECONDS < deadline)) || return 1
    stop_services oneagent || return 1
  fi
  bounded "$start_s" "$ctl" "--set-tenant=$environment" "--set-tenant-token=$1"
  agent_has "$1"
}

agent_has() { ask --get-tenant-token && [ "$answer" = "$1" ]; }

# Makes sure that the service runs and was started after the change.
restart_agent() {
  if [ -z "$wanted" ]; then
    restart_loose
    query_services oneagent
    return
  fi
  if all_are oneagent active && [ "${svc_started[0]-0}" -ge "$changed" ] && [ "${svc_moment[0]-}" != "$agent_moment" ]; then return 0; fi
  # A state that cannot be told right now counts as not active.
  if [ "${svc_state[0]-}" != active ] && start_services oneagent; then return 0; fi
  restart_services oneagent
}

undo_oneagent() {
  local status=0
  if [ -n "$source_value" ] && ! agent_has "$source_value"; then
    stop_services "$wanted$loose" # one service, whichever it is
    bounded "$start_s" "$ctl" "--set-tenant=$environment" "--set-tenant-token=$source_value"
    agent_has "$source_value" || status=1
  fi
  if [ "$status" -eq 0 ] && [ -n "$source_value" ]; then
    r_fingerprint=$source_print
    note_change "$source_print"
  fi
  restart_services "$wanted" || status=1
  restart_loose
  if [ "$status" -eq 0 ]; then
    end_change
    return 0
  fi
  mark_state=pending
  save_marker
  return 1
}

# --- what else is on the machine -----------------------------------------------------------------------------------------------

# One probe is for the whole machine: it tells every component, whichever it was asked about.
survey() {
  local one text line code facts services environments
  for one in oneagent activegate; do
    text=$(survey_one "$one") code=ok facts='' services='' environments=''
    while [ -n "$text" ]; do
      next_line
      case $line in
        'code '*) code=${line#code } ;;
        'facts '*) facts=${line#facts }, ;;
        'service '*) services+=",${line#service }" ;;
        'environment '*) environments+=${line#environment }$'\n' ;;
      esac
    done
    [ "$code" != not-installed ] || continue
    c_name+=("$one") c_code+=("$code") c_facts+=("$facts") c_services+=("${services#,}") c_environments+=("$environments")
  done
  surveyed=yes
}

# Runs in a shell of its own, so that looking for the one ends nothing and leaves nothing behind for the other. A component that was
# not asked about and that serves this environment is probed too: what that says comes with it, and nobody need ask again.
survey_one() {
  local i line asked=$component serves='' told=''
  # shellcheck disable=SC2329 # refuse calls it
  finish() {
    printf 'code %s\n' "$3"
    [ -n "$told" ] || survey_services
    [ -z "$serves" ] || survey_facts "$2" "$4"
    exit 0
  }
  component=$1
  locate_"$component"
  survey_services
  told=yes
  if [ "$component" = oneagent ]; then
    if ask_tenant && [ -n "$answer" ]; then survey_environment "${answer%%$'\n'*}"; else echo 'code oneagentctl-failed'; fi
  elif [ ! -f "$config/authorization.properties" ] || [ ! -r "$config/authorization.properties" ]; then
    echo 'code unreadable'
  else
    while IFS= read -r line || [ -n "$line" ]; do
      line=${line#$'\xef\xbb\xbf'}
      [[ ! $line =~ $section_pattern ]] || survey_environment "${BASH_REMATCH[1]}"
    done <"$config/authorization.properties"
  fi
  [ -n "$serves" ] && [ "$component" != "$asked" ] || {
    serves=''
    return
  }
  open_state_directory
  probe_"$component"
}

survey_environment() {
  printf 'environment %s\n' "$1"
  [ "$1" != "$environment" ] || serves=yes
}

# What a probe of the component itself would report: outcome and message.
survey_facts() {
  local json quoted
  quote "$2" 200
  json="\"outcome\":\"$1\",\"message\":$quoted"
  quote_or_null "$r_fingerprint" 16
  json+=",\"fingerprint\":$quoted"
  quote_or_null "$r_version" 40
  json+=",\"version\":$quoted"
  quote_or_null "$r_host_id" 40
  printf 'facts %s\n' "$json,\"hostId\":$quoted,\"connected\":${r_connected:-null},\"stale\":${r_stale:-null}"
}

survey_services() {
  local i
  for ((i = 0; i < svc_count; i++)); do
    printf 'service {"name":"%s","state":"%s"}\n' "${svc_name[i]}" "${svc_state[i]}"
  done
}

# --- the end of a good run -------------------------------------------------------------------------------------------------------

# Nothing to write and nothing to restart.
already() {
  drop_work
  disarm "$mark_guard"
  mark_state='done' mark_print=$target_print mark_changed=$changed mark_guard=''
  save_marker
  describe
  [ "$action" = apply ] || finish 0 restored already-restored "The old token was already in place; nothing was restarted."
  finish 0 alreadyCurrent ok "The new token was already in place; nothing was restarted."
}

complete() {
  trap : HUP INT TERM
  drop_work
  end_change
  r_fingerprint=$target_print
  describe
  local note=''
  if [ -z "$wanted$loose" ]; then
    note=' The service did not run before and was left so.'
  elif [ -n "$wanted" ] && [ "$component" = activegate ]; then
    case $r_connected in
      true) note=' Its log shows no rejection since the start, which is weak proof.' ;;
      false) note=' Its log shows REQUEST_REJECTED since the start.' ;;
      *) note=' There was no log that could be looked at.' ;;
    esac
  fi
  [ -z "$loose" ] || note+=" Not up to stay before, so restarted but not waited for: $loose."
  [ "$action" = apply ] || finish 0 restored ok "The old token is back.$note"
  finish 0 rotated ok "The new token is in place.$note"
}

describe() {
  [ "$component" = oneagent ] || return 0
  describe_oneagent
  [ -n "$looked" ] || look_for_connection
  find_stale
}

main() {
  trap on_exit EXIT
  trap on_signal HUP INT TERM
  trap : PIPE # a reader that went away must not end us halfway
  exec </dev/null
  read_clock
  clock=$now
  read_input
  choose_digest
  open_state_directory
  if [ "$action" = probe ]; then survey; else check_order; fi
  locate_"$component"
  [ "$action" != probe ] || probe_"$component"
  fingerprint "$token"
  target_print=$print
  take_lock
  check_order # again: waiting for the lock took time, and its holder may have been a newer command
  save_marker_first
  rotate_"$component"
}

# A command that was accepted shuts out every older one, even if it finds nothing to do.
save_marker_first() {
  [ -n "$mark_state" ] || mark_state='done'
  save_marker || refuse state-not-writable "The marker ${marker#"$root"} cannot be written."
}

main
exit 50
