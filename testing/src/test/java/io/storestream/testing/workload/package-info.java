/** Tests of the workload. */
@NullMarked
package io.storestream.testing.workload;

import org.jspecify.annotations.NullMarked;
