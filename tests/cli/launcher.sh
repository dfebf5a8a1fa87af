#!/bin/sh
# launcher.sh MIEN - the launcher against commands that only pretend: what it installs, builds and runs.
# Each case starts in a folder with a blank in its name, with no build and with package tools that know
# what the case tells them in have, can and work.
set -eu

mien=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

pretend() {
    printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

# shellcheck disable=SC2016 # the pretenders expand their own words
begin() {
    rm -rf "$scratch/it" "$scratch/says" "$scratch/calls"
    root="$scratch/it/the house"
    bin="$scratch/it/bin"
    mkdir -p "$root/runtime" "$bin"
    cp "$mien" "$root/mien"
    echo >"$root/CMakeLists.txt"
    export MIEN_TEST="$scratch"
    : >"$scratch/calls"
    pretend id 'echo 0'
    pretend dpkg-query 'for p in "$@"; do
        case $p in -*|*:*) ;; libsvm-dev) [ ! -e "$MIEN_TEST/it/have" ] || echo "installed:$p" ;;
        *) echo "installed:$p" ;; esac; done'
    pretend sudo 'echo "sudo $*" >>"$MIEN_TEST/calls"; [ "$1" != -n ] || shift; exec "$@"'
    pretend apt-get 'echo "apt-get $*" >>"$MIEN_TEST/calls"
        case " $* " in *" update "*) : >"$MIEN_TEST/it/can"; exit 0 ;; esac
        [ -e "$MIEN_TEST/it/can" ] || { echo "E: Unable to locate package"; exit 100; }
        : >"$MIEN_TEST/it/have"'
    pretend cmake 'echo "cmake $*" >>"$MIEN_TEST/calls"
        [ ! -e "$MIEN_TEST/it/broken" ] || { echo "it is broken"; exit 1; }
        mkdir -p build/bin
        printf "#!/bin/sh\nprintf \"<%%s>\" \"\$MIEN_HOME\" \"\$PWD\" \"\$@\"\n" >build/bin/mien
        for program in console studio; do cp build/bin/mien "build/bin/mien-$program"; done
        chmod +x build/bin/*
        [ "$1" = --build ] || printf "%s\n" "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" \
            BUILD_TESTING:BOOL=OFF >build/CMakeCache.txt
        [ "$1" = --build ] || echo "build mien: phony" >build/build.ninja'
}

# Run the launcher from / with the pretenders in front; what it prints goes to $scratch/says.
launch() {
    status=0
    (cd / && PATH="$bin:$PATH" "$@") >"$scratch/says" 2>&1 || status=$?
}

expect() {
    if ! "$@" >/dev/null; then
        printf '[  FAILED  ] %s\nexpected: %s\nstatus %s, said:\n' "$case" "$*" "$status"
        cat "$scratch/says" "$scratch/calls"
        exit 1
    fi
}

says() {
    grep -qF -- "$1" "$scratch/says"
}

called() {
    grep -qE -- "$1" "$scratch/calls"
}

missing_packages_are_installed_with_fresh_lists_where_needed() {
    launch "$root/mien" a
    expect [ "$status" = 0 ]
    expect says 'mien: installing the Debian packages that are missing: libsvm-dev'
    expect says 'mien: updating the package lists'
    expect [ "$(grep -c '^apt-get .* install libsvm-dev$' "$scratch/calls")" = 2 ]
    expect [ -e "$scratch/it/have" ]
}

no_install_only_prints_what_is_missing() {
    launch env MIEN_NO_INSTALL=1 "$root/mien" a
    expect [ "$status" = 1 ]
    expect says 'install them with: apt-get install libsvm-dev'
    expect [ ! -s "$scratch/calls" ]
}

no_install_is_no_hindrance_where_nothing_is_missing() {
    : >"$scratch/it/have"
    launch env MIEN_NO_INSTALL=1 "$root/mien" a
    expect [ "$status" = 0 ]
}

others_than_root_install_through_sudo() {
    pretend id 'echo 1000'
    : >"$scratch/it/can"
    launch "$root/mien" a </dev/null
    expect [ "$status" = 0 ]
    expect called '^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get .* install libsvm-dev$'
}

arguments_folder_and_home_reach_the_built_mien() {
    : >"$scratch/it/have"
    launch env MIEN_HOME=/elsewhere "$root/mien" 'a b' '' '*'
    expect says "<$root></><a b><><*>"
}

a_symbolic_link_finds_the_house() {
    : >"$scratch/it/have"
    ln -s "$root/mien" "$scratch/it/link"
    launch "$scratch/it/link" a
    expect says '</><a>'
}

only_what_is_stale_is_built() {
    : >"$scratch/it/have"
    launch "$root/mien" a
    : >"$scratch/calls"
    launch "$root/mien" a
    expect [ ! -s "$scratch/calls" ]
    touch -d '+2 seconds' "$root/runtime/new.c"
    launch "$root/mien" a
    expect called '^cmake --build .*/the house/build --target mien$'
}

a_failed_build_shows_why_and_is_tried_again() {
    : >"$scratch/it/have"
    : >"$scratch/it/broken"
    launch "$root/mien" a
    expect [ "$status" = 1 ]
    expect says 'it is broken'
    expect says "/the house/build/configure.log"
    rm "$scratch/it/broken"
    launch "$root/mien" a
    expect [ "$status" = 0 ]
}

# shellcheck disable=SC2016 # the pretender expands its own words
has_its_own_program() {
    export MIEN_PACKAGE="$2"
    pretend dpkg-query 'for p in "$@"; do
        case $p in -*|*:*) ;; "$MIEN_PACKAGE") [ ! -e "$MIEN_TEST/it/have" ] || echo "installed:$p" ;;
        *) echo "installed:$p" ;; esac; done'
    launch "$root/mien" train
    expect [ "$status" = 0 ]
    expect called '^cmake --build .* --target mien$'
    : >"$scratch/calls"
    launch "$root/mien" "$1" it
    expect [ "$status" = 0 ]
    expect says "mien: installing the Debian packages that are missing: $2"
    expect called '^cmake -S ' # anew: what was configured does not know the program
    expect called "^cmake --build .* --target mien-$1\$"
    expect says "<$1><it>"
}

a_verb_with_a_program_of_its_own_has_that_built_with_its_packages() {
    has_its_own_program console libncurses-dev
}

the_studio_has_its_program_built_with_its_packages() {
    has_its_own_program studio libglfw3-dev
}

for case in \
    missing_packages_are_installed_with_fresh_lists_where_needed \
    no_install_only_prints_what_is_missing \
    no_install_is_no_hindrance_where_nothing_is_missing \
    others_than_root_install_through_sudo \
    arguments_folder_and_home_reach_the_built_mien \
    a_symbolic_link_finds_the_house \
    only_what_is_stale_is_built \
    a_failed_build_shows_why_and_is_tried_again \
    a_verb_with_a_program_of_its_own_has_that_built_with_its_packages \
    the_studio_has_its_program_built_with_its_packages; do
    begin
    "$case"
    printf '[       OK ] %s\n' "$case"
done
