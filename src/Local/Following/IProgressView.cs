using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>Shows a rotation while it is followed.</summary>
internal interface IProgressView
{
    /// <summary>Runs the work and shows what it hands over.</summary>
    Task<T> RunAsync<T>(Func<Action<RotationSnapshot>, Task<T>> work);

    /// <summary>Says one line.</summary>
    void Say(string line);
}
