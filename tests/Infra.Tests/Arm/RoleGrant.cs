namespace TenantTokens.Infra.Tests.Arm;

/// <summary>A role that an identity has somewhere.</summary>
/// <param name="Identity">app, commands, approvals, or the resource whose own identity it is.</param>
/// <param name="Role">The official name of a built-in role, or what a custom role's name begins with.</param>
/// <param name="Scope">What it is for, in the words of docs/deploy.md.</param>
internal sealed record RoleGrant(string Identity, string Role, string Scope)
{
    /// <inheritdoc />
    public override string ToString() => $"{Identity}: {Role} on {Scope}";
}
