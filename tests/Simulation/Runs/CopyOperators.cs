using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.World;

namespace TenantTokens.Simulation.Runs;

/// <summary>The operators of one installation, who ask for a rotation, read its status and give commands.</summary>
internal sealed class CopyOperators(SeedRun run, CopyRun copy, string requester)
{
    private static readonly TimeSpan _comesAfter = TimeSpan.FromMinutes(20);
    private const int MaxResumes = 3;

    private readonly TaskCompletionSource _asked = new();
    private readonly Dictionary<string, int> _resumes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private string? _openedId;
    private ProductProcess? _operated;

    /// <summary>They do not know what else to say.</summary>
    public bool HasGivenUp { get; private set; }

    private Sight Sight => copy.Sight;

    /// <summary>Done once a rotation has been asked for, whichever process heard it.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Asks for a rotation until it is written down. What a schedule will ask for they only look after.</summary>
    public async Task AskAsync()
    {
        if (copy.IsScheduled)
        {
            BeginToOperate(copy.Processes.Current!);
            _asked.TrySetResult();
            return;
        }

        ProductProcess process = copy.Processes.Current!;
        RotationRequest request = new(VirtualWorld.EnvironmentId, requester, RequestKey: requester, PlanConfirmed: true)
        {
            Suffix = copy.IsOurs ? "aaaaaa" : "bbbbbb",
        };
        RotationRecord? opened = await OpenAsync();
        while (opened is null)
        {
            await run.WaitAsync(TimeSpan.FromMinutes(1));
            opened = await OpenAsync();
        }

        _openedId = opened.RotationId;
        process.WakeSoon();
        BeginToOperate(process);
        _asked.TrySetResult();

        Task<RotationRecord?> OpenAsync()
            => copy.UnlessFullAsync(async () => (await process.Get<RotationLedger>().OpenAsync(request, CancellationToken.None)).Rotation);
    }

    /// <summary>They go on with a process that has just started; what was asked for and not written down is asked for again.</summary>
    public async Task GoOnWithAsync()
    {
        if (!copy.IsScheduled && (Sight.Rotation is null || _openedId is null))
        {
            await AskAsync();
        }
    }

    /// <summary>From now on they look after the rotation, as long as a process runs; those who do so already go on.</summary>
    public void BeginToOperate(ProductProcess process)
    {
        if (_operated != process)
        {
            _operated = process;
            run.Begin(() => OperateAsync(process));
        }
    }

    /// <summary>The copy moved away from there: what it claimed under that name is theirs to take over.</summary>
    public void HadToLeave(string place) => _left.Add(place);

    /// <summary>An operator says something, about a target or not.</summary>
    public Task CommandAsync(OperatorCommandKind kind, double? target)
        => CommandAsync(
            kind,
            target is { } which && Sight.Targets.Count > 0
                ? Sight.Targets.Values.ElementAt((int)(which * Sight.Targets.Count)).TargetId
                : null);

    /// <summary>An operator gives every command that is not allowed where the rotation stands.</summary>
    public async Task CommandInVainAsync()
    {
        foreach (OperatorCommandKind kind in Enum.GetValues<OperatorCommandKind>())
        {
            if (Sight.Rotation is { } rotation && !OperatorCommandRules.Allowed(rotation).Contains(kind))
            {
                await CommandAsync(kind, (string?)null);
            }
        }
    }

    /// <summary>An operator says something; a refusal is an answer, too.</summary>
    private async Task CommandAsync(OperatorCommandKind kind, string? name)
    {
        if (copy.Processes.Running() is not { } process || Sight.Rotation is not { } rotation)
        {
            return;
        }

        IReadOnlyList<OperatorCommandKind> named = OperatorCommandRules.Allowed(
            (await ReadStatusAsync(process, rotation.RotationId)).Rotation);
        OperatorCommandRequest request = new(kind, "olga", "because", name);
        Task<OperatorAnswer> GiveAsync()
            => process.Get<OperatorCommandLedger>().GiveAsync(rotation.RotationId, request, CancellationToken.None);
        if (await copy.UnlessFullAsync(GiveAsync) is not { } answer)
        {
            return;
        }

        bool isAboutATarget = name is not null || kind is OperatorCommandKind.Skip;
        run.Look(new Happening.CommandGiven(kind, isAboutATarget, named.Contains(kind), answer.Accepted), copy);
        run.Tell($"{kind} is {(answer.Accepted ? "taken" : "refused")}.");
        process.WakeSoon();
    }

    /// <summary>They try again.</summary>
    public void GoOn()
    {
        HasGivenUp = false;
        _resumes.Clear();
    }

    private async Task<RotationSnapshot> ReadStatusAsync(ProductProcess process, string rotationId)
    {
        RotationSnapshot status = await process.Get<RotationReader>().ReadAsync(rotationId, CancellationToken.None);
        run.Look(new Happening.StatusRead(status), copy);
        return status;
    }

    /// <summary>
    /// What operators usually do: they let what is paused go on, and resume what is parked; if that does not help they abort, or go
    /// forward; then they know nothing more.
    /// </summary>
    private async Task OperateAsync(ProductProcess process)
    {
        while (IsTheirs() && Sight.Rotation?.Phase.IsTerminal() is not true)
        {
            await Task.Delay(_comesAfter, run.Time, CancellationToken.None);
            if (!IsTheirs() || Sight.Rotation is not { } rotation || HasGivenUp)
            {
                continue;
            }

            await ReadStatusAsync(process, rotation.RotationId);
            if (rotation is { Phase: RotationPhase.Parked, ParkReason: { } hold } && run.Now + run.ClockOffset - hold.Since >= _comesAfter)
            {
                await MoveOnAsync(rotation, $"{hold.Code} from {rotation.ParkedFrom}");
            }
            else if (rotation is { Paused: true } && run.Now.Minute < 20)
            {
                await CommandAsync(OperatorCommandKind.Resume, (string?)null);
            }
        }

        bool IsTheirs() => !process.Life.IsDead && copy.Processes.Current == process;
    }

    private async Task MoveOnAsync(RotationRecord rotation, string where)
    {
        if (rotation.ClaimHeldBy is { } holder && _left.Contains(holder))
        {
            await CommandAsync(OperatorCommandKind.TakeOver, holder);
            return;
        }

        int said = _resumes[where] = _resumes.GetValueOrDefault(where) + 1;
        IReadOnlyList<OperatorCommandKind> allowed = OperatorCommandRules.Allowed(rotation);
        (OperatorCommandKind Kind, int Most)[] usual =
        [
            (OperatorCommandKind.Resume, MaxResumes),
            (OperatorCommandKind.Abort, MaxResumes + 2),
            (OperatorCommandKind.Forward, MaxResumes + 3),
            (OperatorCommandKind.Close, MaxResumes + 6),
        ];
        if (usual.FirstOrDefault(one => said <= one.Most && allowed.Contains(one.Kind)) is { Most: > 0 } next)
        {
            await CommandAsync(next.Kind, (string?)null);
            return;
        }

        run.Tell($"The operators of {copy.Installation.Name} know nothing more to say: {copy.Describe()}.");
        HasGivenUp = true;
    }
}
