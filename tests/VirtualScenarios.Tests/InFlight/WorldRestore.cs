using TenantTokens.Simulation.World;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Models;
using TenantTokens.Simulator.Vault;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>Puts a world that its seed has just made into the state in which a rotation was stopped.</summary>
internal sealed class WorldRestore
{
    private readonly VirtualWorld _world;
    private readonly StoppedWorld _stopped;
    private readonly Dictionary<string, string> _tokens;

    private WorldRestore(VirtualWorld world, StoppedWorld stopped)
    {
        (_world, _stopped) = (world, stopped);
        _tokens = new() { [WorldParts.Old] = world.Environment.Active };
        if (stopped.StartedAt is { } startedAt)
        {
            Assert.True(world.Environment.TryStart(startedAt));
            world.State.Calls.TookEffect(CallName.Start);
            _tokens[WorldParts.New] = world.Environment.Active;
        }
    }

    public static void Put(VirtualWorld world, StoppedWorld stopped)
    {
        WorldRestore restore = new(world, stopped);
        restore.PutVault();
        ModelMachine[] machines = [.. world.State.Machines.Cast<ModelMachine>()];
        Assert.Equal(
            stopped.Hosts.Select(static host => (host.Name, host.IsOn)),
            machines.Select(static machine => (machine.Identity.Name, machine.IsOn)));
        foreach ((ModelMachine machine, StoppedWorld.Host host) in machines.Zip(stopped.Hosts))
        {
            restore.PutFiles(machine, host);
            PutServices(machine, host);
        }

        world.State.Pulse.Beat();
        foreach (StoppedWorld.Command command in stopped.Commands)
        {
            restore.Put(machines.Single(machine => machine.Identity.Name == command.Machine), command);
        }
    }

    private void PutVault()
    {
        foreach (IGrouping<string, StoppedWorld.Secret> secret in _stopped.Vault.GroupBy(static version => version.Name))
        {
            WorldParts.Secrets(_world.State.Vault)[secret.Key] =
            [
                .. secret.Select(version => new SecretVersion(version.Id, ValueOf(version.Value), version.Created)
                {
                    Updated = version.Updated,
                    Enabled = version.Enabled,
                    Expires = version.Expires,
                    ContentType = version.ContentType,
                    Tags = version.Tags,
                }),
            ];
        }
    }

    private void PutFiles(ModelMachine machine, StoppedWorld.Host host)
    {
        foreach (((ScriptInput input, ModelComponent component), StoppedWorld.Part part) in WorldParts.Of(machine).Zip(host.Parts))
        {
            Assert.Equal((part.Component, part.Tokens.Count), (input.Component, component.Slots.Count));
            foreach ((TokenSlot slot, string token) in component.Slots.Zip(part.Tokens))
            {
                slot.Set(ValueOf(token));
            }

            component.GateFiles?.WrittenAt = part.WrittenAt;
            (component.Agent?.Files as ModelOneAgentFiles)?.WrittenAt = part.WrittenAt;
            if (part.Marker is { } marker)
            {
                machine.Save(input, new HostMarker(marker.Generation, marker.Rotation, marker.Action)
                {
                    State = marker.State, Fingerprint = marker.Fingerprint, ChangedAt = marker.ChangedAt, Services = marker.Services,
                });
            }
        }
    }

    /// <summary>Each starts with what its files hold now, long enough ago to be up.</summary>
    private static void PutServices(ModelMachine machine, StoppedWorld.Host host)
    {
        foreach (StoppedWorld.Service service in host.Services)
        {
            Unit unit = machine.Units.Find(service.Name)!;
            if (service.IsActive)
            {
                machine.Units.StopNow(unit);
                Assert.True(machine.Units.StartNow(unit), $"{service.Name} of {host.Name} does not start.");
            }

            (unit.StartedAt, unit.StoppedAt) = (service.StartedAt, service.StoppedAt);
            (unit.Starts, unit.Stops) = (service.Starts, service.Stops);
        }

        machine.Gate?.SettleAtOnce();
        machine.Agent?.SettleAtOnce();
    }

    /// <summary>One that was on its way is on its way again; one that had ended has ended, and does not run another time.</summary>
    private void Put(ModelMachine machine, StoppedWorld.Command command)
    {
        RunCommandRequest request = new(
            command.Location,
            command.Tags,
            WorldParts.ScriptOf(command.ScriptHash),
            [.. command.Parameters],
            [.. command.Protected.Select(pair => KeyValuePair.Create(pair.Key, ValueOf(pair.Value)))],
            command.Timeout,
            command.IsAsync,
            command.FailsDeployment,
            command.Hash);
        if (command.Outcome is not { } outcome)
        {
            _world.State.Commands.Put(machine, command.Name, request);
            return;
        }

        TenantTokens.Simulator.Arm.RunCommand ended = new(
            command.Name,
            machine,
            request,
            $"ended/{command.Name}",
            command.PutAt,
            isUpdate: false)
        {
            ExecutionState = outcome.ExecutionState,
            Message = outcome.Message,
            ExitCode = outcome.ExitCode,
            Output = outcome.Output,
            Error = outcome.Error,
            StartedAt = outcome.StartedAt,
            EndedAt = outcome.EndedAt,
        };
        ended.Provision(outcome.ProvisioningState);
        WorldParts.Commands(_world.State.Commands)[RunCommandBook.Key(machine, command.Name)] = ended;
    }

    private string ValueOf(string name) => _tokens.GetValueOrDefault(name, name);
}
