/** Tests of health and metrics over HTTP. */
@NullMarked
package io.storestream.cli.management;

import org.jspecify.annotations.NullMarked;
