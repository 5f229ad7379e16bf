@NullMarked
package io.storestream.cli;

import org.jspecify.annotations.NullMarked;
