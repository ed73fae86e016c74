using System.Text.Json;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Time;

namespace TenantTokens.Shared.Tests.Rotations.Claiming;

/// <summary>One copy of the product: the real services on a ledger in memory.</summary>
internal sealed class ClaimCopy : IDisposable
{
    private readonly ServiceProvider _services;

    public ClaimCopy(HttpMessageHandler vault, string where)
    {
        Where = where;
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILedgerStore>(Store)
            .AddSingleton(new CopyPlace("anna", where))
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(vault))
            .AddRotation(Some.Options())
            .BuildServiceProvider();
    }

    public string Where { get; }

    public string RotationId { get; private set; } = "";

    public MemoryLedgerStore Store { get; } = new();

    public InstantTime Time { get; } = new();

    public IServiceProvider Services => _services;

    public RotationLedger Rotations => _services.GetRequiredService<RotationLedger>();

    public EnvironmentClaim Claim => _services.GetRequiredService<EnvironmentClaim>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task OpenAsync()
    {
        RotationRequest request = new(ClaimWorld.Environment, "rachel", PlanConfirmed: true);
        RotationId = (await Rotations.OpenAsync(request, Cancelled)).Rotation.RotationId;
    }

    /// <summary>The rotation's row comes from another copy's ledger, in place of the one that was opened here.</summary>
    public async Task ImportAsync(RotationRecord exported)
    {
        RotationId = exported.RotationId;
        string json = JsonSerializer.Serialize(exported, DurableJson.Options);
        await Store.TryCommitAsync($"rotation:{RotationId}", [new LedgerWrite.Upsert("rotation", json)], Cancelled);
        LedgerWrite open = new LedgerWrite.Upsert("open", $$"""{"rotationId":"{{RotationId}}"}""");
        await Store.TryCommitAsync($"environment:{ClaimWorld.Environment}", [open], Cancelled);
    }

    public Task<RotationRecord> RotationAsync() => Rotations.GetAsync(RotationId, Cancelled);

    public Task<RotationRecord> ChangeAsync(Func<RotationRecord, RotationRecord> change)
        => Rotations.UpdateAsync(RotationId, change, Cancelled);

    /// <summary>Start took effect.</summary>
    public Task StartedAsync()
        => ChangeAsync(
            static now => now with { StartTookEffect = true, Phase = RotationPhase.RotatingActiveGates, NewToken = new("v2", "new") });

    /// <summary>What is asked before anything is sent.</summary>
    public async Task<ClaimRefusal?> AskAsync(bool isLasting = false)
        => await Claim.WhyNotAsync(await RotationAsync(), isLasting, Cancelled);

    /// <summary>What the watch sees of the claim.</summary>
    public async Task<ClaimRefusal?> LookAsync()
        => await _services.GetRequiredService<ClaimReader>().FindLossAsync(await RotationAsync(), Cancelled);

    /// <summary>The rotation parks for what was refused.</summary>
    public Task ParkAsync(ClaimRefusal refusal) => ChangeAsync(current => current with
    {
        Phase = RotationPhase.Parked,
        ParkedFrom = current.Phase,
        ParkReason = new(refusal.Code, refusal.Message, Time.GetUtcNow(), current.Commands),
    });

    /// <summary>An operator says something, and a parked rotation does it.</summary>
    public async Task<OperatorAnswer> SayAsync(OperatorCommandKind kind, string? reason = null, string? target = null)
    {
        OperatorCommandLedger commands = _services.GetRequiredService<OperatorCommandLedger>();
        OperatorAnswer answer = await commands.GiveAsync(RotationId, new OperatorCommandRequest(kind, "olga", reason, target), Cancelled);
        if (answer.Accepted && await commands.NextAsync(await RotationAsync(), Cancelled) is { } command)
        {
            await RunAsync<LeaveParked, OperatorCommandInput, RotationPhase>(new(RotationId, command.Number));
        }

        return answer;
    }

    public Task<TResult> RunAsync<TActivity, TInput, TResult>(TInput input)
        where TActivity : IActivity<TInput, TResult>
        => ActivatorUtilities.CreateInstance<TActivity>(_services).RunAsync(input, Cancelled);

    public async Task<string> AuditAsync()
    {
        List<string> entries = [];
        await foreach (AuditEvent entry in _services.GetRequiredService<AuditTrail>().ListAsync(RotationId, Cancelled))
        {
            entries.Add($"{entry.Code} by {entry.By}: {entry.Detail}");
        }

        return string.Join(System.Environment.NewLine, entries);
    }

    public void Dispose() => _services.Dispose();
}
