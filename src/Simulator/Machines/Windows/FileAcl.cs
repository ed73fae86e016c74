namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>
/// The object that Get-Acl returns and Set-Acl accepts, with the members of System.Security.AccessControl.FileSecurity that scripts use.
/// </summary>
public sealed class FileAcl(string owner, string rights)
{
    private readonly FileOwner _owner = new(owner);

    internal string Rights { get; private set; } = rights;

    internal string Owner => _owner.Value;

    /// <summary>Returns the access rights as SDDL; other sections are not simulated.</summary>
    public string GetSecurityDescriptorSddlForm(object sections)
        => $"{sections}" is "Access" ? Rights : throw new NotSupportedException($"The section {sections} is not simulated.");

    public void SetSecurityDescriptorSddlForm(string sddl, object sections)
        => Rights = $"{sections}" is "Access" && sddl.StartsWith("D:", StringComparison.Ordinal)
            ? sddl
            : throw new ArgumentException("The SDDL form of a security descriptor object is invalid.");

    /// <summary>Returns the owner's SID, whatever kind of identity is asked for.</summary>
    public FileOwner GetOwner(Type kind) => kind is not null ? _owner : throw new ArgumentNullException(nameof(kind));
}
