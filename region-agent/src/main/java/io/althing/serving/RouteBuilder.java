package io.althing.serving;

import io.althing.canary.Arm;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.util.List;
import java.util.Optional;

/** Turns what should be in force into a route over loaded versions. */
final class RouteBuilder {
    private RouteBuilder() {}

    /** Why a state cannot be served: a version is not loaded, or the candidate does not fit stable. */
    static Optional<String> fault(InForce wanted, Hosting hosting) {
        if (wanted.stable().isEmpty()) {
            return Optional.empty();
        }
        ModelName model = wanted.model();
        Optional<HostedVersion> stable = hosting.find(model.value(), wanted.stable().get().value());
        if (stable.isEmpty()) {
            return Optional.of(notLoaded(wanted.stable().get(), model));
        }
        return wanted.canary().filter(share -> share.weightBasisPoints() > 0).flatMap(share -> {
            Optional<HostedVersion> canary = hosting.find(model.value(), share.version().value());
            if (canary.isEmpty()) {
                return Optional.of(notLoaded(share.version(), model));
            }
            List<String> faults = stable.get().schema().faultsOf(canary.get().schema());
            return faults.isEmpty()
                    ? Optional.empty()
                    : Optional.of("version '" + share.version() + "' of model '" + model + "' cannot stand in for '"
                            + wanted.stable().get() + "': " + String.join("; ", faults)
                            + ". Register the changed interface as a model of its own");
        });
    }

    private static String notLoaded(VersionId version, ModelName model) {
        return "version '" + version + "' of model '" + model + "' is not loaded and warm here; install it first";
    }

    static ModelRoute build(InForce state, Hosting hosting, GatewaySettings settings, GatewayParts parts) {
        VersionId stable = state.stable().orElseThrow();
        ModelRoute.Side stableSide = side(state, stable, Arm.STABLE, hosting, parts).orElseThrow();
        Optional<ModelRoute.Side> canarySide = state.canary()
                .flatMap(share -> side(state, share.version(), Arm.CANARY, hosting, parts))
                .map(side -> new ModelRoute.Side(side.hosted(), side.observer(),
                        Optional.of(new Breaker(settings.breaker(), parts.chance().nanoClock()))));
        Optional<CanaryShare> share = canarySide.isPresent() ? state.canary() : Optional.empty();
        return new ModelRoute(state, new TrafficSplit(stable, share), stableSide, canarySide);
    }

    private static Optional<ModelRoute.Side> side(InForce state, VersionId version, Arm arm, Hosting hosting,
            GatewayParts parts) {
        ArmKey key = new ArmKey(state.model(), version, state.canary().map(CanaryShare::rollout), Optional.of(arm));
        return hosting.find(state.model().value(), version.value())
                .map(hosted -> new ModelRoute.Side(hosted, parts.observer().arm(key), Optional.empty()));
    }
}
