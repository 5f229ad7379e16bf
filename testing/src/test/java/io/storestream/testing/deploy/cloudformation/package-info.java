/** Tests of the CloudFormation template. */
@NullMarked
package io.storestream.testing.deploy.cloudformation;

import org.jspecify.annotations.NullMarked;
