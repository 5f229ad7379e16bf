/**
 * What programs that run until they are stopped tell a supervisor: {@link
 * io.storestream.cli.management.ManagementServer} answers health checks and scrapes.
 */
@NullMarked
package io.storestream.cli.management;

import org.jspecify.annotations.NullMarked;
