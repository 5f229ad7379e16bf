/**
 * JSON files of change events and of stores. {@link io.storestream.formats.json.JsonRowReader}
 * reads them, one object a line or in one array.
 */
@NullMarked
package io.storestream.formats.json;

import org.jspecify.annotations.NullMarked;
