/** Tests of CloudEvents. */
@NullMarked
package io.storestream.formats.record.cloudevents;

import org.jspecify.annotations.NullMarked;
