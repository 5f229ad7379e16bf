/** Tests of the options. */
@NullMarked
package io.storestream.cli.option;

import org.jspecify.annotations.NullMarked;
