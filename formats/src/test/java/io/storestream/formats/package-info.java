/** Tests of the file formats. */
@NullMarked
package io.storestream.formats;

import org.jspecify.annotations.NullMarked;
