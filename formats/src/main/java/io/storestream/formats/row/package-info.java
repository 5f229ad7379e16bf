/**
 * From the row of a file or a database to a store: which column holds which field, and by which
 * rules its texts are read. Start at {@link io.storestream.formats.row.RowDecoder}.
 */
@NullMarked
package io.storestream.formats.row;

import org.jspecify.annotations.NullMarked;
