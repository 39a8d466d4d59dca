# Runs the tests and ends with their sums.

run_tests() {
    quick=
    if [ "${1:-}" = --quick ]; then
        quick=yes
        shift
    fi
    case ${1:-} in
        --help | -h)
            say "usage: ./tally test [--quick] [arguments for Maven]"
            say "Runs every test: unit, spec, integration and acceptance, on a real PostgreSQL and a real Kafka."
            say "--quick runs the unit and spec tests only, in under two minutes."
            exit 0
            ;;
    esac
    mkdir -p "$home/logs"
    log=$home/logs/test.log
    begun=$home/logs/test.begun
    : >"$begun"
    # Reports of earlier runs must not count, and a file can be as old as the stamp to the second.
    find "$root" -path '*/target/surefire-reports/TEST-*.xml' -exec rm -f {} +
    # Two modules at once: their tests wait for real processes half of the time.
    result=0
    if [ -n "$quick" ]; then
        say "Testing: unit and spec tests. The whole output goes to $log"
        maven_with_progress "$log" -ntp --threads 2 --fail-at-end test -DexcludedGroups=integration,acceptance \
            -Dsurefire.failIfNoSpecifiedTests=false "$@" || result=1
    else
        say "Testing: everything, with real parts. The whole output goes to $log"
        maven_with_progress "$log" -ntp --threads 2 --fail-at-end verify "$@" || result=1
    fi
    sum_up "$result"
    exit "$result"
}

# Adds up the reports of Surefire, in its words and in plain ones.
sum_up() {
    [ "$1" = 0 ] || grep -E '^\[ERROR\]' "$log" | tail -n 40 >&2 || true
    find "$root" -path '*/target/surefire-reports/TEST-*.xml' -exec grep -h '<testsuite ' {} + 2>/dev/null |
        awk -v result="$1" '
            function value(name) {
                return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
            }
            { run += value("tests"); failures += value("failures"); errors += value("errors"); skipped += value("skipped") }
            END {
                printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", run, failures, errors, skipped
                bad = failures + errors
                printf "%d passed, %d failed, %d skipped%s\n", run - bad - skipped, bad, skipped,
                    result == 1 && bad == 0 ? " (the build failed, see above)" : ""
            }'
}
