/**
 * The demo's models and its traffic: handwritten digits, three versions of a model trained on them in this process, and the digits
 * held out to be replayed against the gateways. Everything follows from the committed data file and a seed.
 */
@NullMarked
package io.althing.demo.digits;

import org.jspecify.annotations.NullMarked;
