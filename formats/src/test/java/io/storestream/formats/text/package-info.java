/** Tests of compression, encoding and lines. */
@NullMarked
package io.storestream.formats.text;

import org.jspecify.annotations.NullMarked;
