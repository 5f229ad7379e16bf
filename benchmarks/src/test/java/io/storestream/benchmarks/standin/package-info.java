/** Tests of the stand-in for DynamoDB. */
@NullMarked
package io.storestream.benchmarks.standin;

import org.jspecify.annotations.NullMarked;
