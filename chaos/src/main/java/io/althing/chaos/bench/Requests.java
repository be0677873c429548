package io.althing.chaos.bench;

import io.netty.buffer.ByteBuf;

/** Makes the bytes of HTTP/1.1 requests. One thread. */
interface Requests {
    /** The whole of a request; the number is different for each of a run. */
    ByteBuf request(long number);
}
