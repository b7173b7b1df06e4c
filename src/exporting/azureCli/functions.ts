/** What every script does the same way, as functions of bash: those that its steps call, and no others. */
import type { WrittenStep } from '../model';

/** `id` and `version` are set by each step. */
const functions = {
  begin: String.raw`step='the beginning'

begin() {
  step=$1
  printf '%s\n' "$step"
}`,

  say: String.raw`say() {
  printf '    %s\n' "$1"
}`,

  finish: String.raw`finish() {
  local status=$?
  if [ "$status" -ne 0 ]; then
    printf 'Stopped at: %s\n' "$step" >&2
  fi
}
trap finish EXIT`,

  stop: String.raw`stop() {
  printf '    %s\n' "$1" >&2
  exit 1
}`,

  is_there: String.raw`# Whether it is there, and in which state; any answer but "not found" (3) ends the script.
is_there() {
  local status=0
  state=$(az resource show --only-show-errors --ids "$id" --api-version "$version" \
    --query properties.provisioningState --output tsv 2>&1) || status=$?
  case $status in
    0) return 0 ;;
    3) return 1 ;;
    *)
      printf '%s\n' "$state" >&2
      exit "$status"
      ;;
  esac
}`,

  send: String.raw`# Sends it as it stands here (az resource create would leave out what it doesn't know), and waits until it is done.
send() {
  local tries
  az rest --only-show-errors --method "$1" --url "$id?api-version=$version$2" --body "$3" --output none
  for ((tries = 0; tries < 720; tries++)); do
    if is_there; then
      case $state in
        Failed | Canceled) stop "The operation in Azure failed. State: $state." ;;
        Succeeded | None | '') return ;;
      esac
    fi
    sleep 5
  done
  stop 'The operation in Azure takes longer than an hour.'
}`,

  create: String.raw`create() {
  local body
  body=$(cat)
  if is_there; then
    case $state in
      Failed | Canceled) say "It is in the state $state. Writing it again." ;;
      Deleting) stop 'It is being deleted. Run this script again after that.' ;;
      *)
        say 'It already exists. Not changed.'
        return
        ;;
    esac
  fi
  send put '' "$body"
}`,

  write: String.raw`# Writes the whole resource. A query in the address holds options of the request.
write() {
  local body
  body=$(cat)
  send put "$1" "$body"
}`,

  change: String.raw`# Sets what is named, and nothing else.
change() {
  local body
  body=$(cat)
  send patch '' "$body"
}`,

  plain: String.raw`# Azure compares names without regard to case.
plain() {
  printf '%s' "$1" | tr '[:upper:]' '[:lower:]' | tr -d '[:space:]'
}`,

  is_set: String.raw`# Whether members, by a query, have the given values.
is_set() {
  local actual
  actual=$(az rest --only-show-errors --method get --url "$id?api-version=$version" \
    --query "$1" --output json) || exit
  [ "$(plain "$actual")" = "$(plain "$2")" ]
}`,

  expect: String.raw`expect() {
  if ! is_set "$1" "$2"; then
    stop 'It has changed since this was planned. Preview and export again.'
  fi
}`,

  expect_entries: String.raw`# That a list has the entries that it had, or those that it gets, in whatever order.
expect_entries() {
  local actual
  actual=$(az rest --only-show-errors --method get --url "$id?api-version=$version" \
    --query "$1" --output tsv) || exit
  if [ "$(sorted "$actual")" != "$(sorted "$2")" ] && [ "$(sorted "$actual")" != "$(sorted "$3")" ]; then
    stop 'Its list has changed since this was planned. Preview and export again.'
  fi
}`,

  sorted: String.raw`sorted() {
  printf '%s\n' "$1" | tr '[:upper:]' '[:lower:]' | LC_ALL=C sort
}`,

  holds_only: String.raw`# That nothing is in it but what is named: what others have put there would go with it.
holds_only() {
  local path=$1 query=$2 found line known
  shift 2
  found=$(az rest --only-show-errors --method get --url "$id$path?api-version=$version" \
    --query "$query" --output tsv) || exit
  while IFS= read -r line; do
    if [ -z "$line" ]; then continue; fi
    for known in "$@"; do
      if [ "$(plain "$line")" = "$(plain "$known")" ]; then continue 2; fi
    done
    stop "Kept, because it contains something else: $line"
  done <<<"$found"
}`,

  remove: String.raw`yes=false
for argument in "$@"; do
  case $argument in
    --yes) yes=true ;;
    *)
      printf 'Usage: %s [--yes]\n' "$0" >&2
      exit 2
      ;;
  esac
done

remove() {
  local answer=y
  if ! "$yes"; then
    printf '    Delete %s? [y/N] ' "$id"
    read -r answer || answer=n
  fi
  case $answer in
    y | Y | yes) az resource delete --only-show-errors --ids "$id" --api-version "$version" --output none ;;
    *) stop 'Kept. Later steps depend on this one, so the script stops here.' ;;
  esac
}`,
} as const;

type Name = keyof typeof functions;

const needs: Readonly<Partial<Record<Name, readonly Name[]>>> = {
  send: ['is_there', 'stop'],
  create: ['send', 'say'],
  write: ['send'],
  change: ['send'],
  is_set: ['plain'],
  expect: ['is_set', 'stop'],
  expect_entries: ['sorted', 'stop'],
  holds_only: ['plain', 'stop'],
  remove: ['stop', 'is_there', 'say'],
};

/** The functions that the steps of a script need, in the order of the table. */
export function functionsFor(steps: readonly WrittenStep[]): string {
  const used = new Set<Name>(['begin', 'finish']);
  const use = (name: Name) => {
    used.add(name);
    for (const other of needs[name] ?? []) use(other);
  };
  for (const { action, request } of steps) {
    if (action === 'create') use('create');
    else if (action === 'delete') for (const name of ['remove', 'expect', 'holds_only'] as const) use(name);
    else {
      for (const name of ['is_set', 'say', 'expect', 'expect_entries'] as const) use(name);
      use(request.method === 'PATCH' ? 'change' : 'write');
    }
  }
  return (Object.keys(functions) as Name[])
    .filter((name) => used.has(name))
    .map((name) => functions[name])
    .join('\n\n');
}
