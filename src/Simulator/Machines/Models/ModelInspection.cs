using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>The reading part of the script: a whole probe, and the checks before a change.</summary>
internal sealed class ModelInspection(ModelRun run)
{
    public ScriptOutcome Probe(ModelComponent component)
    {
        lock (run.Machine.World.Sync)
        {
            if (Inspect(component) is { } refused)
            {
                return refused;
            }

            run.Describe(component);
            bool differs = component.Slots.Any(s => s.Get() != component.Slots[0].Get());
            return run.Marker is { IsUnfinished: true } marker
                ? run.Report.End(
                    0,
                    "probed",
                    "unfinished-change",
                    $"An earlier {marker.Action} is not finished; the next apply or restore completes or undoes it.")
                : differs
                    ? run.Refuse(
                        "unexpected-token",
                        $"{component.Slots.First(s => s.Get() != component.Slots[0].Get()).Path} holds another token than"
                            + " authorization.properties.")
                    : RefuseUnstartable(component)
                ?? RefuseLoose(component)
                ?? run.Report.End(
                    0,
                    "probed",
                    "ok",
                    $"The {(component.Agent is null ? "ActiveGate" : "OneAgent")} is here and can be rotated.");
        }
    }

    /// <summary>Checks the tokens; null when each one is known to this command.</summary>
    public ScriptOutcome? Inspect(ModelComponent component)
    {
        if (component.Slots is [])
        {
            return component.Agent is null
                ? run.Refuse(
                    "no-section",
                    $"/var/lib/dynatrace/gateway/config/authorization.properties has no section [{run.Input.Environment}].")
                : run.Refuse("other-environment", $"The OneAgent belongs to environment {component.Agent.Files.Tenant}.");
        }

        run.Report.Fingerprint = run.Input.Fingerprint(component.Slots[0].Get());
        return !run.Input.IsProbe && component.Slots.FirstOrDefault(s => !IsTarget(s) && !IsSource(s)) is { } odd
            ? run.Refuse(
                "unexpected-token",
                component.Agent is null
                    ? $"{odd.Path} holds a token that is neither the old nor the new one."
                    : "The OneAgent's token is neither the old nor the new one.")
            : null;
    }

    public ScriptOutcome? RefuseUnstartable(ModelComponent component)
        => component.Services.FirstOrDefault(static u => u is { IsMasked: true, State: not (Unit.Inactive or Unit.Failed) }) is { } masked
            ? run.Refuse(
                "service-unstartable",
                $"The service {masked.Name} runs, but its unit is masked: once stopped it could not be started again.")
            : null;

    public bool IsTarget(TokenSlot slot) => slot.Get() == run.Input.Token;

    private ScriptOutcome? RefuseLoose(ModelComponent component)
        => ModelServices.Loose(component) is [_, ..] loose
            ? run.Refuse(
                "service-unsettled",
                $"Not up to stay: {ModelServices.Names(loose)} (in a restart loop, or still starting or stopping). Repair or disable it,"
                    + " then plan again.")
            : null;

    private bool IsSource(TokenSlot slot) => run.Input.Fingerprint(slot.Get()) == run.Input.Source;
}
