# Builds the product when it is missing or older than its sources. A build is copied to a folder of its own, so that a
# running stack never loses its files to the next build.

builds=$root/.tally/build

use_maven() {
    maven=$(command -v mvn) || refuse "Maven is missing: install Maven 3.8.7 or a newer 3.x (for example" \
        "\`apt-get install maven\` or \`brew install maven\`)."
    # Maven's own libraries use what the JDK warns about.
    export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
}

# Every file that the product is made of.
sources() {
    (cd "$root" && find pom.xml .mvn schemas metering-ingest rating-engine invoice-service deploy \
        \( -name target -o -path '*/src/test' -o -name node_modules \) -prune -o \
        -type f \( -name pom.xml -o -path '*/src/main/*' -o -path '.mvn/*' \) "$@")
}

# Sets build to the folder of a build that fits the sources. With the argument bench or acceptance it has that module, too.
build_what_is_stale() {
    extra=${1:-}
    if is_fresh; then
        build=$builds/$(cat "$builds/current")
        return
    fi
    use_maven
    mkdir -p "$builds" "$home/logs"
    lock_builds
    # Somebody else may have built while we waited.
    if ! is_fresh; then
        make_build
    fi
    unlock_builds
    build=$builds/$(cat "$builds/current")
}

is_fresh() {
    [ -f "$builds/stamp" ] && [ -f "$builds/current" ] || return 1
    [ -d "$builds/$(cat "$builds/current")/${extra:-launcher}" ] || return 1
    [ "$(sources -print | LC_ALL=C sort | cksum)" = "$(cat "$builds/stamp")" ] || return 1
    [ -z "$(sources -newer "$builds/stamp" -print | head -n 1)" ]
}

lock_builds() {
    until mkdir "$builds/lock" 2>/dev/null; do
        owner=$(cat "$builds/lock/pid" 2>/dev/null || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$builds/lock"
            continue
        fi
        [ -n "${waited:-}" ] || say "Another ./tally is building (process ${owner:-unknown}): waiting for it."
        waited=yes
        sleep 1
    done
    echo $$ >"$builds/lock/pid"
    trap unlock_builds EXIT
    trap 'exit 130' INT TERM
}

unlock_builds() {
    rm -rf "$builds/lock"
    trap - EXIT INT TERM
}

make_build() {
    if [ -f "$builds/current" ]; then
        say "The sources have changed: building."
    else
        say "Building Tallystick. The first build downloads its libraries, which takes a few minutes."
    fi
    # Dated before the build: what is edited meanwhile counts as newer.
    sources -print | LC_ALL=C sort | cksum >"$builds/stamp.new"
    # Maven only adds: a library that is no longer used would stay on the class path.
    rm -rf "$root/deploy/launcher/target/lib" "$root/deploy/bench/target/lib" "$root/deploy/acceptance/target/lib"
    maven_with_progress "$home/logs/build.log" -Dtally.run -Dtally.product package \
        -pl "deploy/standalone,deploy/launcher${extra:+,deploy/$extra}" -am ||
        refuse "the build failed: see $home/logs/build.log"
    name=$(date +%Y%m%d%H%M%S)-$$
    mkdir -p "$builds/$name.new"
    cp -R "$root/deploy/launcher/target/lib" "$builds/$name.new/launcher"
    if [ -n "$extra" ]; then
        cp -R "$root/deploy/$extra/target/lib" "$builds/$name.new/$extra"
    fi
    if [ -d "$root/deploy/standalone/target/quarkus-app" ]; then
        cp -R "$root/deploy/standalone/target/quarkus-app" "$builds/$name.new/services"
    fi
    mv "$builds/$name.new" "$builds/$name"
    echo "$name" >"$builds/current.new"
    mv "$builds/current.new" "$builds/current"
    mv "$builds/stamp.new" "$builds/stamp"
    remove_old_builds
}

# A stack that still runs from an old build has noted its process there.
remove_old_builds() {
    for old in "$builds"/2*; do
        [ "$old" != "$builds/$(cat "$builds/current")" ] || continue
        user=$(cat "$old/used-by" 2>/dev/null || true)
        if [ -z "$user" ] || ! kill -0 "$user" 2>/dev/null; then
            rm -rf "$old"
        fi
    done
}

# Runs Maven with these arguments; tells each module as it begins, and its time at the end, since several may run at once;
# everything else goes into the log, the first argument.
maven_with_progress() {
    log=$1
    shift
    : >"$log"
    rm -f "$log.status"
    {
        status=0
        "$maven" -B -Dstyle.color=never -f "$root/pom.xml" "$@" 2>&1 || status=$?
        echo "$status" >"$log.status"
    } | tell_progress "$log"
    [ "$(cat "$log.status")" = 0 ]
}

tell_progress() {
    begun=$(date +%s)
    downloads=0
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$1"
        case $line in
            '[INFO] Downloaded from '* | 'Downloaded from '*)
                downloads=$((downloads + 1))
                if [ $((downloads % 100)) = 0 ]; then
                    say "          $downloads files downloaded, $(($(date +%s) - begun)) s"
                fi
                ;;
            '[INFO] Building '*' ['*'/'*']')
                say "  $(printf '%s' "$line" |
                    sed -e 's/^\[INFO\] Building \(Tallystick :: \)*\(.*[^ ]\) [^ ]*[0-9][^ ]* *\[\(.*\)\]$/[\3] \2/' -e 's/\[\([0-9]\)\//[ \1\//')"
                ;;
            '[INFO] Tests run: '*' -- in '* | '[WARNING] Tests run: '*' -- in '*)
                say "          $(printf '%s' "$line" |
                    sed 's/.*Tests run: \([0-9]*\),.*Time elapsed: \([0-9.]*\) s.*-- in .*\.\([A-Za-z0-9_$]*\)$/\3: \1 passed, \2 s/')"
                ;;
            '[ERROR] Tests run: '*'FAILURE'* | '[ERROR] Tests run: '*'ERROR'* | '[ERROR]   '* | '[ERROR] '*'.java:['*)
                say "          ${line#\[ERROR\] }"
                ;;
            '[INFO] '*' SUCCESS ['*' s]' | '[INFO] '*' SUCCESS ['*' min]' | '[INFO] '*' FAILURE ['*']')
                tell_module "$line"
                ;;
        esac
    done
    say "          $(($(date +%s) - begun)) s in all"
}

# A line of Maven's closing table; modules of under a second are left out.
tell_module() {
    told=$(printf '%s\n' "$1" | awk '
        / SUCCESS \[  0\./ { next }
        {
            result = / FAILURE \[/ ? "  failed" : ""
            time = $0
            sub(/.*(SUCCESS|FAILURE) \[ */, "", time)
            sub(/\]$/, "", time)
            sub(/^\[INFO\] (Tallystick :: )?/, "")
            sub(/[ .]*(SUCCESS|FAILURE).*/, "")
            printf "  %-40s %9s%s\n", $0, time, result
        }')
    [ -z "$told" ] || say "$told"
}
