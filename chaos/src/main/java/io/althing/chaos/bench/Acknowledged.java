package io.althing.chaos.bench;

/** Told of each request that was answered with success. One thread. */
interface Acknowledged {
    /** Nobody is told. */
    Acknowledged IGNORED = number -> {};

    void ok(long number);
}
