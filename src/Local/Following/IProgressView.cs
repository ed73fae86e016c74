using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>Shows the progress of a rotation.</summary>
internal interface IProgressView
{
    /// <summary>Runs the work and shows each snapshot that the work passes to it.</summary>
    Task<T> RunAsync<T>(Func<Action<RotationSnapshot>, Task<T>> work);

    /// <summary>Writes one line.</summary>
    void Say(string line);
}
