/**
 * What proves that nothing is lost and nothing is taken back: generated changes, a model that says
 * what has to come of them, faults that are injected on the way, and audits that compare. Start at
 * {@link io.storestream.quickstart.soak.SoakCommand}.
 */
@NullMarked
package io.storestream.quickstart.soak;

import org.jspecify.annotations.NullMarked;
