#!/bin/sh
# Makes an archive of the libraries' classes, so that a JVM need not parse them at every start
# (class-data sharing), and the options that use it. Own code is not in it: it changes far more often.
# Usage: share-classes.sh DIR LIST    the directory of an image; the names of classes, one a line
set -eu
directory=$1
list=$2

# Native libraries of all platforms lie in a directory of each.
if [ -n "$(find "$directory/lib" -mindepth 1 -type d)" ]; then
  echo "error: no platform: add --build-arg TARGETARCH=amd64, or arm64" >&2
  exit 1
fi

classpath=$(echo "$directory"/lib/*.jar | tr ' ' ':')
# Of the JDK: what it shares by default.
cat "$JAVA_HOME/lib/classlist" "$list" >"$list.all"
java -Xshare:dump --enable-native-access=ALL-UNNAMED -Xlog:cds*=error -Xlog:class*=off -XX:SharedClassListFile="$list.all" \
  -XX:SharedArchiveFile="$directory/lib/classes.jsa" -cp "$classpath"
cat >"$directory/lib/java.options" <<OPTIONS
-XX:SharedArchiveFile=$directory/lib/classes.jsa
-XX:+ExitOnOutOfMemoryError
--enable-native-access=ALL-UNNAMED
-cp "$classpath:$directory/modules/*"
OPTIONS
