/** Tests of the formats of records. */
@NullMarked
package io.storestream.formats.record;

import org.jspecify.annotations.NullMarked;
