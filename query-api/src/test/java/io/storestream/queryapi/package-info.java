/** Tests of the query API, most of them over HTTP against DynamoDB Local. */
@NullMarked
package io.storestream.queryapi;

import org.jspecify.annotations.NullMarked;
