/** Tests of the files. */
@NullMarked
package io.storestream.producer.file;

import org.jspecify.annotations.NullMarked;
