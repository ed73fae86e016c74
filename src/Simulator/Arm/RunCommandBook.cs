using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>All run commands, from the PUT to the machine and back.</summary>
internal sealed class RunCommandBook(WorldState world)
{
    public const int MaxPerVirtualMachine = 25;
    private readonly Dictionary<string, RunCommand> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RunCommand> _byOperation = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Task> _executions = [];
    private readonly Dictionary<IMachine, int> _puts = [];
    private readonly Dictionary<IMachine, int> _deletions = [];
    private readonly HashSet<IMachine> _stuck = [];
    private int _operations;

    /// <summary>Called for each command whose script has ended.</summary>
    public Action<RunCommand> Ended { get; set; } = static _ => { };

    /// <summary>Guards the commands' state.</summary>
    public Lock Sync { get; } = new();

    public RunCommand? Find(IMachine machine, string name)
    {
        lock (Sync)
        {
            return _commands.GetValueOrDefault(Key(machine, name));
        }
    }

    public RunCommand? ByOperation(string operation)
    {
        lock (Sync)
        {
            return _byOperation.GetValueOrDefault(operation);
        }
    }

    public IReadOnlyList<RunCommand> Of(IMachine machine)
    {
        lock (Sync)
        {
            return [.. _commands.Values.Where(c => c.Machine == machine).OrderBy(static c => c.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Lists every command there ever was, in the order of the PUTs.</summary>
    public IReadOnlyList<CommandSnapshot> History()
    {
        lock (Sync)
        {
            return [.. _byOperation.Values.Select(static command => command.Snapshot()).OrderBy(static command => command.PutAt)];
        }
    }

    /// <summary>
    /// Accepts a command and delivers it to its machine. A PUT with the body of an existing command does not run it again.
    /// </summary>
    public (RunCommand Command, bool IsNew) Put(IMachine machine, string name, RunCommandRequest request)
    {
        lock (Sync)
        {
            if (_commands.TryGetValue(Key(machine, name), out RunCommand? known) && known.Request.IsSameAs(request))
            {
                return (known, false);
            }

            known?.Delete(world.Clock.Now);
            RunCommand command = new(
                name,
                machine,
                request,
                world.Chance.Guid($"operation/{++_operations}").ToString(),
                world.Clock.Now,
                isUpdate: known is not null)
            {
                EndsAs = world.Faults.Next(FaultKind.ExecutionState, machine.Identity.Name)?.State,
            };
            _commands[Key(machine, name)] = command;
            _byOperation[command.Operation] = command;
            bool stuck = world.Faults.Next(FaultKind.StuckCreating, machine.Identity.Name) is not null;
            double? late = world.Faults.Next(FaultKind.LateDelivery, machine.Identity.Name)?.DelaySeconds;
            if (!stuck)
            {
                int number = _puts[machine] = _puts.GetValueOrDefault(machine) + 1;
                _executions.Add(Task.Run(() => ExecuteAsync(command, number, late)));
            }

            return (command, known is null);
        }
    }

    /// <summary>
    /// Deletes a command: at once, some simulated seconds later, or not until deletions are allowed again. Azure Arc never deletes at once,
    /// a virtual machine does so half of the time.
    /// </summary>
    /// <returns>200 when it is deleted, 202 when it will be, 204 when there is none.</returns>
    public int Delete(IMachine machine, string name)
    {
        RunCommand? command;
        TimeSpan? lasts;
        lock (Sync)
        {
            if (!_commands.TryGetValue(Key(machine, name), out command))
            {
                return 204;
            }

            if (command.IsBeingDeleted)
            {
                return 202;
            }

            int number = _deletions[machine] = _deletions.GetValueOrDefault(machine) + 1;
            string chance = $"deletion/{machine.Identity.Name}/{number}";
            bool isAtOnce = !machine.Identity.IsArc && world.Chance.Unit(chance) < 0.5;
            lasts = _stuck.Contains(machine) ? Timeout.InfiniteTimeSpan : isAtOnce ? null : world.Chance.Between(chance + "/lasts", 1, 8);
            command.BeginDeletion();
        }

        command.Stop();
        if (lasts is { } span && span != Timeout.InfiniteTimeSpan)
        {
            world.Later(span, () => Remove(command));
        }

        return lasts is null ? Remove(command) : 202;
    }

    /// <summary>
    /// Lets deletions on a machine get stuck from now on (accepted and never done), or lets them go on again, including earlier ones.
    /// </summary>
    public void StickDeletions(IMachine machine, bool isStuck)
    {
        RunCommand[] freed = [];
        lock (Sync)
        {
            if (isStuck)
            {
                _stuck.Add(machine);
            }
            else
            {
                _stuck.Remove(machine);
                freed = [.. Of(machine).Where(static command => command.IsBeingDeleted)];
            }
        }

        foreach (RunCommand command in freed)
        {
            Remove(command);
        }
    }

    /// <summary>Counts the commands on machines, and those that hold secrets.</summary>
    public RunCommandCounts Counts()
    {
        lock (Sync)
        {
            return new(_commands.Count, _commands.Values.Count(static command => command.HoldsSecrets));
        }
    }

    private int Remove(RunCommand command)
    {
        lock (Sync)
        {
            string key = Key(command.Machine, command.Name);
            if (_commands.GetValueOrDefault(key) == command)
            {
                _commands.Remove(key);
                command.Delete(world.Clock.Now);
            }
        }

        return 200;
    }

    /// <summary>Waits until all scripts have ended, after the world's end was signalled.</summary>
    public async Task DrainAsync()
    {
        Task[] executions;
        lock (Sync)
        {
            executions = [.. _executions];
        }

        await Task.WhenAll(executions);
        foreach (RunCommand command in _byOperation.Values)
        {
            command.Dispose();
        }
    }

    private async Task ExecuteAsync(RunCommand command, int number, double? lateSeconds)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(command.Terminate, world.End);
        try
        {
            // A late delivery was already on its way, so a DELETE meanwhile does not stop it.
            CancellationToken recall = lateSeconds is null ? either.Token : world.End;
            TimeSpan delivery = world.Chance.Between($"delivery/{command.Machine.Identity.Name}/{number}", 3, 8) + TimeSpan.FromSeconds(
                lateSeconds ?? 0);
            await DeliverAsync(command, delivery, recall);
            if (command.Machine.Identity.IsArc && world.Azure.ArcAgent(command.Machine).Refusal is { } refusal)
            {
                Refuse(command, refusal);
                return;
            }

            Script script = Begin(command);
            CancellationToken killed = command.IsDeleted || command.IsBeingDeleted ? world.End : either.Token;
            ScriptOutcome outcome = await command.Machine.RunAsync(script, killed);

            // When a machine goes down with a script, Azure hears of the end only when the machine is back.
            await world.Azure.WhenReachedAsync(command.Machine, recall);
            Settle(command, outcome);
            Ended(command);
        }
        catch (OperationCanceledException)
        {
            // It was deleted before it was delivered, or the world ends.
        }
    }

    private async Task DeliverAsync(RunCommand command, TimeSpan delivery, CancellationToken recall)
    {
        await world.Clock.DelayAsync(delivery / 2, recall);
        lock (Sync)
        {
            command.ExecutionState = "Pending";
        }

        await world.Clock.DelayAsync(delivery / 2, recall);
        await world.Azure.WhenReachedAsync(command.Machine, recall);
    }

    private Script Begin(RunCommand command)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach ((string name, string value) in command.Request.Parameters.Concat(command.Request.Protected))
        {
            variables[name] = value;
        }

        lock (Sync)
        {
            command.ExecutionState = "Running";
            command.StartedAt = world.Clock.Now;
            command.Provision(command.Request.IsAsync ? "Succeeded" : command.ProvisioningState);
            command.ForgetSecrets();
        }

        return new Script(command.Request.Script, variables, command.Request.Timeout);
    }

    private void Settle(RunCommand command, ScriptOutcome outcome)
    {
        lock (Sync)
        {
            bool succeeded = outcome.ExitCode is 0;
            (command.ExitCode, command.Output, command.Error) = (outcome.ExitCode, outcome.Output, outcome.Error);
            command.ExecutionState = command.EndsAs ?? (succeeded ? "Succeeded" : "Failed");
            command.Message = succeeded
                ? "Execution completed"
                : $"Execution failed: command terminated with exit status={outcome.ExitCode}";
            command.EndedAt = world.Clock.Now;
            command.ForgetScript();
            command.Provision(succeeded || !command.Request.FailsDeployment ? "Succeeded" : "Failed");
        }
    }

    /// <summary>The extension manager reports that it will not run the extension, so no script ever began.</summary>
    private void Refuse(RunCommand command, string reason)
    {
        lock (Sync)
        {
            command.Provision("Failed");
            (command.ExecutionState, command.Message) = ("Failed", reason);
            command.ForgetSecrets();
        }
    }

    internal static string Key(IMachine machine, string name) => $"{machine.Identity.ResourceId}|{name}";
}
