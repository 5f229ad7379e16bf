#!/bin/sh
# Builds the images storestream/producer, storestream/ingester and storestream/query-api from what Maven has
# built; `./stores images` calls it. Usage: images.sh ROOT JAVA
set -eu
root=$1
java=$2
cd "$root"

fail() {
  echo "error: $*" >&2
  exit 1
}

command -v docker >/dev/null || fail "no docker: install Docker, or another engine with its command"
architecture=$(docker version -f '{{.Server.Arch}}') || fail "no Docker engine answers: start it, or set DOCKER_HOST"
case $architecture in
  amd64 | arm64) ;;
  *) fail "images are made for amd64 and arm64, and this engine is $architecture" ;;
esac
version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' pom.xml | head -n 1)

# The classes that the programs load: those of a demo, which is all of them in one. What it says of libraries
# changes with these alone.
classes=quickstart/target/classes.lst
if [ ! -f "$classes" ] || [ -n "$(find . -name pom.xml -newer "$classes" | head -n 1)" ]; then
  echo "running a demo to see which classes are loaded ..." >&2
  "$java" -XX:DumpLoadedClassList="$classes.loaded" -XX:TieredStopAtLevel=1 -jar quickstart/target/quickstart.jar \
    demo --once --http-port 0 --kafka-port 0 --dynamodb-port 0 >/dev/null
  # Own code changes too often, and lambdas exist only where they were made.
  sed -e '/^[#@]/d' -e '/Lambda/d' -e '/ source: /d' -e '/^io\/storestream\//d' -e 's/ .*//' "$classes.loaded" |
    sort -u >"$classes.started"
  rm "$classes.loaded"
  mv "$classes.started" "$classes"
fi

for program in producer ingester query-api; do
  echo "building storestream/$program:$version ..." >&2
  docker build -q --build-arg TARGETARCH="$architecture" --target "$program" \
    -t "storestream/$program:$version" -t "storestream/$program:latest" . >/dev/null
  docker image inspect -f '{{index .RepoTags 0}} {{.Size}}' "storestream/$program:$version"
done
