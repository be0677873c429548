package io.althing.chaos.script;

import io.althing.chaos.arena.NamespaceNetwork;
import io.althing.chaos.arena.Network;
import io.althing.chaos.arena.RelayNetwork;
import io.althing.chaos.fault.Fault.Need;
import io.althing.client.UserError;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Picks the kind of network: the realest one that this machine allows and the faults can be done on. */
public final class Networks {
    private Networks() {}

    /** The kinds there are. */
    public enum Kind {
        relays, namespaces
    }

    /** Why a kind cannot serve; empty if it can. */
    public static Optional<String> unfit(Kind kind, Set<Need> needs) {
        return switch (kind) {
            case relays -> needs.contains(Need.LOSS)
                    ? Optional.of("relays lose no packets")
                    : Optional.empty();
            case namespaces -> needs.contains(Need.DELAY)
                    ? Optional.of("namespaces cannot delay here: the kernel's netem is not used")
                    : NamespaceNetwork.missing();
        };
    }

    /**
     * Opens one.
     *
     * @param wanted relays, namespaces, or any
     * @param say told which it is, and why not a realer one
     * @throws UserError if the one that is wanted cannot serve
     */
    public static Network open(String wanted, Set<Need> needs, Consumer<String> say) throws IOException {
        Kind kind = wanted.equals("any") ? Kind.namespaces : Kind.valueOf(wanted);
        Optional<String> unfit = unfit(kind, needs);
        if (unfit.isPresent() && wanted.equals("any")) {
            say.accept("network: relays, because " + unfit.get());
            kind = Kind.relays;
            unfit = unfit(kind, needs);
        } else {
            say.accept("network: " + kind);
        }
        unfit.ifPresent(why -> {
            throw UserError.usage("this drill cannot run here: " + why);
        });
        return switch (kind) {
            case relays -> new RelayNetwork();
            case namespaces -> NamespaceNetwork.create();
        };
    }
}
