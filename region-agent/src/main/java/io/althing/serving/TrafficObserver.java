package io.althing.serving;

import io.althing.registry.ModelName;

/** Whoever wants to know what the gateway does. Called on the hot path by several threads; must not block or throw. */
public interface TrafficObserver {
    /** The listener for the requests of one arm. Called when routes change; the same key gives the same listener. */
    ArmObserver arm(ArmKey key);

    /** The traffic of a model changed. */
    void routed(InForce inForce);

    /** A request was turned away because too many were waiting, before any version was asked. */
    default void overloaded(ModelName model) {}

    /** Listens to the requests of one arm. */
    interface ArmObserver {
        /** A request was answered, just before its answer is sent. */
        void answered(Answered request);
    }

    /** Both, in this order. */
    default TrafficObserver and(TrafficObserver other) {
        TrafficObserver first = this;
        return new TrafficObserver() {
            @Override
            public ArmObserver arm(ArmKey key) {
                ArmObserver one = first.arm(key);
                ArmObserver two = other.arm(key);
                return request -> {
                    one.answered(request);
                    two.answered(request);
                };
            }

            @Override
            public void routed(InForce inForce) {
                first.routed(inForce);
                other.routed(inForce);
            }

            @Override
            public void overloaded(ModelName model) {
                first.overloaded(model);
                other.overloaded(model);
            }
        };
    }

    /** Wants to know nothing. */
    static TrafficObserver none() {
        return new TrafficObserver() {
            @Override
            public ArmObserver arm(ArmKey key) {
                return request -> {};
            }

            @Override
            public void routed(InForce inForce) {}
        };
    }
}
