package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.http.Wire;
import io.althing.registry.Command;
import io.althing.registry.GlobalPolicyFile;
import io.althing.registry.PolicyEpoch;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicyFile;
import io.althing.registry.Table;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Policy files as proposed, and the epochs they were agreed in. */
final class PolicyResource implements Resource {
    @Override
    public void bind(Routes routes) {
        routes.operation("listPolicies", this::list);
        routes.operation("getRegionPolicy", call -> region(call.path("region", Region::new)).get(call));
        routes.operation("getGlobalPolicy", call -> global().get(call));
        routes.operation("proposeRegionPolicy", this::proposeRegion);
        routes.operation("proposeGlobalPolicy", this::proposeGlobal);
        routes.operation("listEpochs", call -> Pages.of(call, Table.EPOCHS, ""));
        routes.operation("getEpoch", call -> epoch(number(call)).get(call));
        routes.operation("voteOnCandidate", this::vote);
    }

    private static Row<RegionPolicyFile> region(Region region) {
        return Row.of("policy", Table.REGION_POLICIES, region.value(), RegionPolicyFile::revision);
    }

    private static Row<GlobalPolicyFile> global() {
        return Row.of("global policy", Table.GLOBAL_POLICIES, Table.ONLY, GlobalPolicyFile::revision);
    }

    private static Row<PolicyEpoch> epoch(long number) {
        return new Row<>("epoch " + number, state -> state.get(Table.EPOCHS, Table.ordinal(number)), Wire::json,
                PolicyEpoch::revision);
    }

    private static long number(Call call) {
        return call.path("epoch", text -> {
            long number = Long.parseLong(text);
            if (number < 0) {
                throw new IllegalArgumentException("an epoch's number is 0 or more");
            }
            return number;
        });
    }

    private Future<Answer> list(Call call) {
        return call.read(state -> {
            List<Json> files = new ArrayList<>();
            state.all(Table.REGION_POLICIES, "").forEach(file -> files.add(call.wire().json(file)));
            state.get(Table.GLOBAL_POLICIES, Table.ONLY).ifPresent(file -> files.add(call.wire().json(file)));
            return files;
        }).map(read -> call.answer(read, Pages.whole(read.value())));
    }

    private Future<Answer> proposeRegion(Call call) {
        Region region = call.path("region", Region::new);
        var command = call.command(Command.ProposeRegionPolicy.class, Map.of(), Map.of());
        if (!command.policy().region().equals(region)) {
            throw Problems.invalidField("policy.region", "the path says " + region + ", the file "
                    + command.policy().region() + "; propose each file under its own region").asException();
        }
        return call.propose(command).compose(receipt -> region(region).after(call, receipt, 200));
    }

    private Future<Answer> proposeGlobal(Call call) {
        var command = call.command(Command.ProposeGlobalPolicy.class, Map.of(), Map.of());
        return call.propose(command).compose(receipt -> global().after(call, receipt, 200));
    }

    private Future<Answer> vote(Call call) {
        long number = number(call);
        Json.JObject body = Wire.with(call.json(), "epoch", Json.number(number));
        var command = call.wire().command(Command.VoteOnCandidate.class, body, Map.of(), Map.of());
        return call.propose(command).compose(receipt -> epoch(number).after(call, receipt, 200));
    }
}
