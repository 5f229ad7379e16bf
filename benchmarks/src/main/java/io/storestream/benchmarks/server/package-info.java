/**
 * The servers that contestants share. Start at {@link io.storestream.benchmarks.server.Workbench}.
 */
@NullMarked
package io.storestream.benchmarks.server;

import org.jspecify.annotations.NullMarked;
