/** Tests of the measurements of services. */
@NullMarked
package io.storestream.benchmarks.service;

import org.jspecify.annotations.NullMarked;
