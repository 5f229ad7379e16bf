/**
 * Answers lookups of stores by number and by place over HTTP, straight from the DynamoDB table.
 * Start at {@link io.storestream.queryapi.QueryApi}; {@link io.storestream.queryapi.Routes} lists
 * what it answers.
 */
@NullMarked
package io.storestream.queryapi;

import org.jspecify.annotations.NullMarked;
