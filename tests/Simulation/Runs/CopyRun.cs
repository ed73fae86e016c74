using System.Text.Json;
using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Runs;

/// <summary>One installation of the product in a run: its processes one after another, what it has written down, and the people who work with it.</summary>
internal sealed class CopyRun : IWireListener, IDisposable
{
    private static readonly TimeSpan s_operatorComesAfter = TimeSpan.FromMinutes(20);
    private const int MostResumes = 3;
    private const int MostRounds = 8;

    private readonly SeedRun _run;
    private readonly Installation _installation;
    private readonly string _requester;
    private readonly Dictionary<string, int> _resumes = new(StringComparer.Ordinal);
    private readonly Dictionary<GateKind, int> _gatesOpened = [];
    private IReadOnlyList<string> _failures = [];
    private ProductProcess? _process;
    private (TimeSpan Down, bool LosesJournal) _death = (TimeSpan.FromMinutes(1), false);
    private int _processes;
    private string? _openedId;

    public CopyRun(SeedRun run, Installation installation, string requester)
    {
        (_run, _installation, _requester) = (run, installation, requester);
        Sight = new Sight
        {
            Copy = installation.Name,
            Tokens = run.World.Tokens,
            Hosts = run.World.Hosts,
            Vault = run.World.Vault,
            Commands = run.World.Commands,
            Sinks = Sinks,
            Secrets = () => [.. run.World.Tokens.All, run.World.State.ApiToken],
            Failures = () => _failures,
        };
    }

    public Sight Sight { get; }

    /// <summary>The operators do not know what else to say.</summary>
    public bool HasGivenUp { get; private set; }

    private bool IsOurs => _installation.Name == "our copy";

    /// <summary>Starts the first process and asks for a rotation.</summary>
    public async Task StartAsync()
    {
        await StartProcessAsync();
        await AskAsync();
    }

    /// <summary>The process dies some steps from now.</summary>
    public void DieAt(int steps, TimeSpan down, bool losesJournal)
    {
        _death = (down, losesJournal);
        if (_process is { Life: { IsDead: false } life })
        {
            life.DiesAt = life.Steps + steps;
        }
    }

    /// <summary>An operator says something; a refusal is an answer, too.</summary>
    public async Task CommandAsync(RotationCommandKind kind, double? target)
    {
        if (_process is not { Life.IsDead: false } process || Sight.Rotation is not { } rotation)
        {
            return;
        }

        string? name = target is { } which && Sight.Targets.Count > 0 ? Sight.Targets.Values.ElementAt((int)(which * Sight.Targets.Count)).TargetId : null;
        CommandAnswer answer = await process.Get<CommandLedger>().GiveAsync(rotation.RotationId, new CommandRequest(kind, "olga", "because", name), CancellationToken.None);
        _run.Tell($"{kind} is {(answer.Accepted ? "taken" : "refused")}.");
        process.WakeSoon();
    }

    /// <summary>Somebody votes at whatever gate is open.</summary>
    public async Task VoteAsync(string who, GateChoice choice)
    {
        if (_process is { Life.IsDead: false } process && OpenGate() is { } gate)
        {
            Vote vote = new(who, choice, "seen", gate.PlanHash, "simulated", _run.Now);
            VoteAnswer answer = await process.Get<GateLedger>().VoteAsync(Sight.Rotation!.RotationId, gate.GateId, vote, CancellationToken.None);
            _run.Tell($"{who} says {choice} at {gate.GateId}: {(answer.Accepted ? "counted" : "refused")}.");
            process.WakeSoon();
        }
    }

    /// <summary>The operators try again.</summary>
    public void GoOn()
    {
        HasGivenUp = false;
        _resumes.Clear();
    }

    /// <summary>Reads what only the engine knows.</summary>
    public async Task FinishAsync()
    {
        if (_process is { Life.IsDead: false } process)
        {
            _failures = await process.FailuresAsync();
        }
    }

    /// <summary>Ends the process that runs.</summary>
    public ValueTask CrashAsync()
    {
        ProductProcess? process = _process;
        _process = null;
        return process?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    public string Describe() => Sight.Rotation is not { } rotation ? "no rotation was opened"
        : $"{rotation.Phase}{(rotation.Hold is { } hold ? $" for {hold.Code} (from {rotation.ParkedFrom})" : "")}{(OpenGate() is { } gate ? $" with gate {gate.GateId} open" : "")}";

    public void Dispose() => _installation.Dispose();

    void IWireListener.Fated(string call, CallFate fate) => _run.Tell($"{call} meets {fate}.");

    void IWireListener.Arriving(string call, HttpRequestMessage request, byte[] body)
    {
        _run.Step($"{_installation.Name}: {call}");
        switch (call)
        {
            case CallName.Start or CallName.Finish or CallName.Cancel:
                _run.Tell($"{call} of {_installation.Name} arrives.");
                _run.Look(new Happening.CallArrived(call), this);
                Happened(Moments.Call(call));
                break;
            case CallName.PutRunCommand:
                Arrived(request.RequestUri!.AbsolutePath.Split('/')[^3], body);
                break;
        }
    }

    void IWireListener.Answered(string call, bool succeeded)
    {
        if (call is CallName.Start or CallName.Finish or CallName.Cancel)
        {
            _run.Tell($"{call} of {_installation.Name} {(succeeded ? "took effect" : "was refused")}.");
            Happened(Moments.Answered(call));
        }
    }

    /// <summary>A start, finish or cancel of this installation has changed the environment.</summary>
    void IWireListener.TookEffect(string call)
    {
        string? openBy = Sight.Tokens.OpenBy;
        switch (call)
        {
            case CallName.Start:
                Sight.Tokens.Started(_installation.Name, _run.World.Environment.Active);
                break;
            case CallName.Finish:
                Sight.Tokens.Finished(_installation.Name);
                break;
            default:
                Sight.Tokens.Cancelled(_installation.Name);
                break;
        }

        Sight.Effects[call] = Sight.Effects.GetValueOrDefault(call) + 1;
        _run.Look(new Happening.CallTookEffect(call, openBy), this);
    }

    private void Arrived(string machine, byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement properties = document.RootElement.GetProperty("properties");
        (string? action, string? component, string? token) = (Value("parameters", "ACTION"), Value("parameters", "COMPONENT"), Value("protectedParameters", "NEW_TOKEN") ?? Value("protectedParameters", "OLD_TOKEN"));
        string name = $"{component}/{machine}";
        _run.Step($"{action} for {name}");
        _run.Look(new Happening.CommandArrived(name, action!, token), this);
        Happened(Moments.Command(action!, component!));

        string? Value(string list, string key)
            => properties.TryGetProperty(list, out JsonElement values) ? values.EnumerateArray().FirstOrDefault(value => value.GetProperty("name").GetString() == key) is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("value").GetString() : null : null;
    }

    private void Happened(string moment)
    {
        if (IsOurs)
        {
            _run.Happened(moment);
        }
    }

    private async Task StartProcessAsync()
    {
        ProcessLife life = new() { Died = Died };
        MortalTime time = new(_run.Time, life);
        string key = $"{_installation.Name}/{++_processes}";
        MortalLedger ledger = new(_installation.Ledger, life, time, _run.Draw($"ledger/{key}"), Committed);
        Random pace = _run.Draw($"wire/{key}");
        _process = await ProductProcess.StartAsync(
            _installation,
            life,
            () => new InProcessWire(_run.World, life, time, pace, _run.Faults, this),
            ledger,
            time,
            _run.Draw($"jitter/{key}"),
            _run.Options.Change);
    }

    private void Died(string where)
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        _run.Tell($"The process of {_installation.Name} dies: {where}.");
        _run.Begin(() => RestartAsync(process));
    }

    private async Task RestartAsync(ProductProcess process)
    {
        await Task.Yield(); // whoever is dying has to come to an end first
        await process.DisposeAsync();
        await _run.WaitAsync(_death.Down);
        if (_death.LosesJournal)
        {
            _installation.LoseJournal();
        }

        _run.Tell($"A new process of {_installation.Name} starts{(_death.LosesJournal ? ", without the journal" : "")}.");
        await StartProcessAsync();
        if (Sight.Rotation is null || _openedId is null)
        {
            await AskAsync();
        }

        foreach (GateRecord gate in Sight.Gates.Values.Where(static gate => gate.Outcome is null))
        {
            _run.Begin(() => ApproveAsync(gate, _process!));
        }

        _run.Begin(() => OperateAsync(_process!));
    }

    private async Task AskAsync()
    {
        ProductProcess process = _process!;
        RotationRequest request = new(VirtualWorld.EnvironmentId, _requester, RequestKey: _requester, PlanConfirmed: true) { Suffix = IsOurs ? "aaaaaa" : "bbbbbb" };
        RotationRecord rotation = await process.Get<RotationLedger>().OpenAsync(request, CancellationToken.None);
        _openedId = rotation.RotationId;
        process.WakeSoon();
        _run.Begin(() => OperateAsync(process));
    }

    private void Committed(string partition, IReadOnlyList<LedgerWrite> writes)
    {
        string[] parts = partition.Split(':');
        foreach (LedgerWrite write in writes)
        {
            string[] key = write.Key.Split('|');
            string? json = LedgerWrites.JsonOf(write);
            _run.Step($"{_installation.Name} writes {parts[0]} {key[0]}");
            switch (parts[0], key[0])
            {
                case ("rotation", "rotation") when json is not null:
                    Wrote(Read<RotationRecord>(json));
                    break;
                case ("rotation", "gate") when json is not null:
                    Wrote(Read<GateRecord>(json));
                    break;
                case ("rotation", "rest") when json is not null:
                    Of(Sight.Rests, key[1]).Add(Read<RestItem>(json));
                    break;
                case ("rotation", "vote") when json is not null:
                    Of(Sight.Votes, key[1])[key[2]] = Read<Vote>(json);
                    break;
                case ("targets", _) when json is not null:
                    Sight.Targets[write.Key] = Read<TargetRecord>(json);
                    break;
                case ("targets", _):
                    Sight.Targets.Remove(write.Key);
                    break;
                case ("audit", _) when json is not null:
                    Sight.Audited.Add(Read<AuditEvent>(json).Code);
                    break;
            }
        }
    }

    private void Wrote(RotationRecord row)
    {
        RotationRecord? before = Sight.Rotation;
        Sight.Rotation = row;
        _run.Look(new Happening.RowWritten(before, row), this);
        if (before?.Phase != row.Phase || before?.Hold?.Since != row.Hold?.Since)
        {
            _run.Tell($"{_installation.Name}: {row.Phase}{(row.Hold is { } hold ? $" ({hold.Code})" : "")}.");
            _run.Reached("-");
            Happened(Moments.Phase(row.Phase));
            if (row.Hold is { } held)
            {
                Happened(Moments.Held(held.Code));
            }
        }
    }

    private void Wrote(GateRecord gate)
    {
        bool isNew = !Sight.Gates.ContainsKey(gate.GateId);
        bool closes = gate.Outcome is not null && Sight.Gates.GetValueOrDefault(gate.GateId)?.Outcome is null;
        Sight.Gates[gate.GateId] = gate;
        if (isNew)
        {
            _gatesOpened[gate.Kind] = _gatesOpened.GetValueOrDefault(gate.Kind) + 1;
            _run.Tell($"{_installation.Name}: gate {gate.GateId} opens{(gate.RestCount > 0 ? $", naming {string.Join(", ", (Sight.Rests.GetValueOrDefault(gate.GateId) ?? []).Select(static item => $"{item.Name} ({item.State})").Take(3))}" : "")}.");
            Happened(Moments.Gate(gate.Kind));
            if (_process is { } process)
            {
                _run.Begin(() => ApproveAsync(gate, process));
            }
        }
        else if (closes)
        {
            _run.Tell($"{_installation.Name}: gate {gate.GateId} is {gate.Outcome}.");
        }
    }

    private GateRecord? OpenGate() => Sight.Gates.Values.LastOrDefault(static gate => gate.Outcome is null);

    /// <summary>What approvers usually do: they look after some minutes, and again each hour.</summary>
    private async Task ApproveAsync(GateRecord gate, ProductProcess process)
    {
        Random random = _run.Draw($"approvers/{_installation.Name}/{gate.GateId}");
        await _run.WaitAsync(random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(12)));
        for (int round = 0; !process.Life.IsDead && Sight.Gates[gate.GateId].Outcome is null && round < MostRounds; round++)
        {
            while (_run.Now < _run.NobodyVotesUntil)
            {
                await _run.WaitAsync(_run.NobodyVotesUntil - _run.Now + TimeSpan.FromSeconds(1));
            }

            // After some rounds they have talked to whoever holds it up.
            foreach (string who in gate.Approvers.Take(round < 3 ? gate.Quorum : gate.Approvers.Count))
            {
                await VoteAsync(who, Usual(gate, round));
                await _run.WaitAsync(random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)));
            }

            await _run.WaitAsync(TimeSpan.FromHours(1));
        }
    }

    private GateChoice Usual(GateRecord gate, int round)
    {
        GateChoice wanted = gate.Kind switch
        {
            GateKind.Continue => _gatesOpened[GateKind.Continue] == 1 ? GateChoice.Retry : GateChoice.Skip,
            GateKind.Cancel => _gatesOpened[GateKind.Cancel] == 1 ? GateChoice.Retry : GateChoice.Approve,
            _ => GateChoice.Approve,
        };
        return gate.Choices.Contains(wanted) ? wanted : gate.Choices[round % gate.Choices.Count];
    }

    /// <summary>What operators usually do: they let what is paused go on, and resume what is parked; if that does not help they abort; then they know nothing more.</summary>
    private async Task OperateAsync(ProductProcess process)
    {
        while (!process.Life.IsDead && Sight.Rotation is not { Phase: RotationPhase.Completed or RotationPhase.Cancelled })
        {
            await Task.Delay(s_operatorComesAfter, _run.Time, CancellationToken.None);
            if (process.Life.IsDead || Sight.Rotation is not { } rotation || HasGivenUp)
            {
                continue;
            }

            if (rotation is { Phase: RotationPhase.Parked, Hold: { } hold } && _run.Now - hold.Since >= s_operatorComesAfter)
            {
                int said = _resumes[hold.Code] = _resumes.GetValueOrDefault(hold.Code) + 1;
                IReadOnlyList<RotationCommandKind> allowed = CommandRules.Allowed(rotation);
                if (said <= MostResumes && allowed.Contains(RotationCommandKind.Resume))
                {
                    await CommandAsync(RotationCommandKind.Resume, null);
                }
                else if (said <= MostResumes + 2 && allowed.Contains(RotationCommandKind.Abort))
                {
                    await CommandAsync(RotationCommandKind.Abort, null);
                }
                else
                {
                    _run.Tell($"The operators of {_installation.Name} know nothing more to say: {Describe()}.");
                    HasGivenUp = true;
                }
            }
            else if (rotation is { Paused: true } && _run.Now.Minute < 20)
            {
                await CommandAsync(RotationCommandKind.Resume, null);
            }
        }
    }

    private IEnumerable<(string Where, string Text)> Sinks()
    {
        foreach ((string where, string text) in _installation.JournalTexts())
        {
            yield return (where, text);
        }

        foreach (string text in _installation.LedgerTexts())
        {
            yield return ("the ledger", text);
        }

        foreach (CommandView command in _run.World.Commands())
        {
            yield return ($"an unprotected field of a run command on {command.Machine}", string.Join('\n', command.Unprotected));
        }
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, DurableJson.Options)!;

    private static TValue Of<TValue>(Dictionary<string, TValue> from, string key)
        where TValue : new()
        => from.TryGetValue(key, out TValue? value) ? value : from[key] = new TValue();
}
