#!/bin/bash
# Exits with 0 if the program that listens on a port of this container is alive. A program that is busy, or whose
# table is away, is alive but not ready: no restart would help, and nothing that depends on it should stop.
# Uses what the base image has: there is no curl in it, and a JVM for each check would take half a second of a processor.
# Usage: healthy.sh PORT
set -eu
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
