# Finds a JDK 25 without being told where it is.

# Folders that hold JDKs, one in each of their folders; overridden by the tests.
jvm_places() {
    if [ -n "${TALLY_JVM_PLACES+set}" ]; then
        printf '%s\n' "$TALLY_JVM_PLACES"
        return
    fi
    printf '%s\n' /usr/lib/jvm /usr/lib64/jvm /usr/java /opt /opt/java /opt/jdk \
        "$HOME/.sdkman/candidates/java" "$HOME/.jdks" "$HOME/.local/share/mise/installs/java" \
        /opt/homebrew/opt /usr/local/opt /home/linuxbrew/.linuxbrew/opt \
        /Library/Java/JavaVirtualMachines "$HOME/Library/Java/JavaVirtualMachines"
}

# The major version of the JDK in a folder; nothing if there is none (a runtime without a compiler does not count).
jdk_version() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
    [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
    if java=$(command -v java 2>/dev/null); then
        java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
        dirname "$(dirname "$java")"
    fi
    jvm_places | while IFS= read -r place; do
        for folder in "$place"/*; do
            for jdk in "$folder" "$folder/Contents/Home" "$folder/libexec/openjdk.jdk/Contents/Home" "$folder/libexec"; do
                [ ! -x "$jdk/bin/javac" ] || printf '%s\n' "$jdk"
            done
        done
    done
}

# Sets JAVA_HOME to the first JDK 25, or else to the first newer one.
use_jdk() {
    newer=
    seen=
    candidates=$(jdk_candidates)
    while IFS= read -r jdk; do
        version=$(jdk_version "$jdk")
        case $version in
            '') ;;
            25)
                export JAVA_HOME="$jdk"
                return
                ;;
            *)
                case "$seen " in
                    *" $version "*) ;;
                    *) seen="$seen $version" ;;
                esac
                if [ "$version" -gt 25 ] && [ -z "$newer" ]; then newer=$jdk; fi
                ;;
        esac
    done <<EOF
$candidates
EOF
    if [ -n "$newer" ]; then
        export JAVA_HOME="$newer"
        return
    fi
    refuse "Tallystick needs a JDK 25 and found ${seen:+only Java}${seen:-no JDK}: install one (for example" \
        "Temurin 25 from https://adoptium.net) and, if it is in an unusual place, set JAVA_HOME to it."
}
