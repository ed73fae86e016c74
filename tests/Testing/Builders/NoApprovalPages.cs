using TenantTokens.Approvals;

namespace TenantTokens.Testing.Builders;

/// <summary>Without a public address there are no pages: people decide at the command line.</summary>
internal sealed class NoApprovalPages : IApprovalPages
{
    /// <inheritdoc />
    public Uri? PageOf(string rotationId, string gateId) => null;

    /// <inheritdoc />
    public Task<Uri?> LinkForAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken)
        => Task.FromResult<Uri?>(null);
}
