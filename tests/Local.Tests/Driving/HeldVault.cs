using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Vault;

namespace TenantTokens.Local.Tests.Driving;

/// <summary>A vault whose answers a test may hold back: what asked it is under way until then.</summary>
internal sealed class HeldVault() : DelegatingHandler(new FakeKeyVault { Clock = Some.Now })
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _held;

    /// <summary>Done once somebody waits for an answer.</summary>
    public Task Asked => _asked.Task;

    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Answer() => _held?.TrySetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await (_held?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
