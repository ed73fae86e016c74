using TenantTokens.Simulation.World;
using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Models;
using TenantTokens.Simulator.Vault;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>Writes down a world in which nothing runs: no script, and no process of the product.</summary>
/// <param name="world">The world.</param>
/// <param name="before">The secrets that every world of its seed has from the beginning.</param>
internal sealed class WorldCapture(VirtualWorld world, IReadOnlyCollection<string> before)
{
    public IReadOnlyList<StoppedWorld.Secret> Vault() =>
    [
        .. WorldParts.Secrets(world.State.Vault)
            .Where(secret => !before.Contains(secret.Key))
            .SelectMany(secret => secret.Value.Select(version => Write(secret.Key, version))),
    ];

    public IReadOnlyList<StoppedWorld.Host> Hosts() =>
    [
        .. world.State.Machines.Cast<ModelMachine>().Select(machine => new StoppedWorld.Host(
            machine.Identity.Name,
            machine.IsOn,
            [.. WorldParts.Of(machine).Select(part => new StoppedWorld.Part(
                part.Input.Component,
                [.. part.Component.Slots.Select(slot => NameOf(slot.Get()))],
                part.Component.WrittenAt,
                machine.Marker(part.Input) is { } marker ? Write(marker) : null))],
            [.. machine.Units.All.Select(Write)])),
    ];

    public IReadOnlyList<StoppedWorld.Command> Commands()
        => [.. WorldParts.CommandsOf(world).Select(Write)];

    private static StoppedWorld.Marker Write(HostMarker marker)
        => new(marker.Generation, marker.Rotation, marker.Action, marker.State, marker.Fingerprint, marker.ChangedAt, marker.Services);

    private static StoppedWorld.Service Write(Unit unit)
        => new(unit.Name, unit.IsActive, unit.StartedAt, unit.StoppedAt, unit.Starts, unit.Stops);

    private StoppedWorld.Secret Write(string name, SecretVersion version) => new(
        name,
        version.Id,
        NameOf(version.Value),
        version.Created,
        version.Updated,
        version.Enabled,
        version.Expires,
        version.ContentType,
        version.Tags);

    private StoppedWorld.Command Write(TenantTokens.Simulator.Arm.RunCommand command)
    {
        RunCommandRequest request = command.Request;
        return new(
            command.Machine.Identity.Name,
            command.Name,
            request.Location,
            request.Tags,
            WorldParts.HashOf(request.Script),
            request.Parameters.ToDictionary(static pair => pair.Key, static pair => pair.Value),
            request.Protected.ToDictionary(static pair => pair.Key, pair => NameOf(pair.Value)),
            request.Timeout,
            request.IsAsync,
            request.FailsDeployment,
            request.Hash,
            command.Snapshot().PutAt,
            command.EndedAt is null ? null : new(
                command.ProvisioningState,
                command.ExecutionState,
                command.Message,
                command.ExitCode,
                command.Output,
                command.Error,
                command.StartedAt,
                command.EndedAt));
    }

    private string NameOf(string value)
        => value == (world.Environment.Previous ?? world.Environment.Active) ? WorldParts.Old
            : value == world.Environment.Active ? WorldParts.New
            : value;
}
