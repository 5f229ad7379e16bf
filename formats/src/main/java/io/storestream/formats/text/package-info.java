/**
 * What is below the rows of a file: compression, encoding and lines. {@link
 * io.storestream.formats.text.GzipInput} decompresses, and {@link
 * io.storestream.formats.text.LineReader} splits text into lines.
 */
@NullMarked
package io.storestream.formats.text;

import org.jspecify.annotations.NullMarked;
