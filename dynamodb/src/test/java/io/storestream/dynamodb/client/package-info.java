/** Tests of the clients. */
@NullMarked
package io.storestream.dynamodb.client;

import org.jspecify.annotations.NullMarked;
