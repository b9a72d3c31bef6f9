using MGen.Cli;
using MGen.Client;

return await ProgramHost.RunAsync(args, ClientProgram.RunAsync);
